import { useMemo } from 'react';
import { columnGroups, shownColourBy } from '../../store/map/columns';
import { isColourBy } from '../../store/map/map-state';
import { setColourBy } from '../../store/session/settings';
import { useAtelier, useAtelierState } from '../atelier-context';

/** What the colour of a point tells: any column there is. */
export function ColourChooser() {
  const atelier = useAtelier();
  const embedding = useAtelierState((state) => state.space.embedding);
  const map = useAtelierState((state) => state.space.map);
  const wish = useAtelierState((state) => state.settings.colourBy);
  const groups = useMemo(() => (embedding === null ? [] : columnGroups(embedding, map)), [embedding, map]);
  if (embedding === null) return null;
  return (
    <label className="colour-chooser">
      <span>Colour</span>
      <select
        className="input"
        aria-label="Colour by"
        value={shownColourBy(wish, embedding, map)}
        onChange={(event) => {
          if (isColourBy(event.target.value)) setColourBy(atelier, event.target.value);
        }}
      >
        {groups.map(({ title, columns }) => (
          <optgroup key={title} label={title}>
            {columns.map((column) => (
              <option key={column.value} value={column.value}>
                {column.title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
