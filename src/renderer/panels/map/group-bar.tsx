import { Download, Sigma, Trash2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  averageGroup,
  clearGroup,
  exportGroup,
  nameGroup,
  removeGroup,
  renameGroup,
  showGroup,
} from '../../store/map/groups';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton } from '../controls';
import { count, plural } from '../format';
import { PixelImage } from '../pixel-image';
import { GroupClasses } from './group-classes';

/** Under the map, once images are chosen together: how many of which class, and what can be done with them. */
export function GroupBar() {
  const rows = useAtelierState((state) => state.groups.rows);
  const named = useAtelierState((state) => state.groups.named);
  if (rows === null && named.length === 0) return null;
  return (
    <section className="group-bar" aria-label="Selection" data-testid="group-bar">
      {rows !== null && <Chosen rows={rows} />}
      {named.length > 0 && <NamedGroups />}
    </section>
  );
}

function Chosen({ rows }: { rows: Uint32Array }) {
  const atelier = useAtelier();
  const mean = useAtelierState((state) => state.groups.mean);
  const error = useAtelierState((state) => state.groups.error);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea, select')) return;
      if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      event.preventDefault();
      clearGroup(atelier);
    };
    // Before the window's own Escape, which lets go of the single image.
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [atelier]);
  return (
    <div className="group-row">
      <strong data-testid="group-count">{plural(rows.length, 'image', 'images')}</strong>
      <GroupClasses rows={rows} />
      <div className="group-tools">
        <NameField />
        <div className="group-actions">
          {mean !== null && (
            <PixelImage
              pixels={mean.images.pixels}
              side={mean.images.side}
              channels={mean.images.channels}
              label="The decoded mean of the selection"
              className="group-mean"
              testId="group-mean"
            />
          )}
          {error !== null && <span className="field-error">{error}</span>}
          <button
            type="button"
            className="button button-small"
            title="Decode the mean of their latents and mark it in the map"
            onClick={() => averageGroup(atelier)}
          >
            <Sigma aria-hidden="true" />
            Mean
          </button>
          <button type="button" className="button button-small" onClick={() => void exportGroup(atelier)}>
            <Download aria-hidden="true" />
            Export rows
          </button>
          <IconButton
            className="icon-button-small"
            label="Clear the selection"
            shortcut="Esc"
            icon={<X aria-hidden="true" />}
            onClick={() => clearGroup(atelier)}
          />
        </div>
      </div>
    </div>
  );
}

/** Names the chosen images, or renames those that have a name. */
function NameField() {
  const atelier = useAtelier();
  const shown = useAtelierState((state) => state.groups.named.find(({ id }) => id === state.groups.shown));
  const [text, setText] = useState('');
  const [of, setOf] = useState(shown?.id);
  if (of !== shown?.id) {
    setOf(shown?.id);
    setText(shown?.name ?? '');
  }
  return (
    <form
      className="group-name"
      onSubmit={(event) => {
        event.preventDefault();
        if (shown === undefined) nameGroup(atelier, text);
        else renameGroup(atelier, shown.id, text);
      }}
    >
      <input
        className="input"
        type="text"
        placeholder="Name"
        aria-label="Name of the selection"
        maxLength={60}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <button type="submit" className="button button-small" disabled={shown?.name === text}>
        {shown === undefined ? 'Keep' : 'Rename'}
      </button>
    </form>
  );
}

function NamedGroups() {
  const atelier = useAtelier();
  const named = useAtelierState((state) => state.groups.named);
  const shown = useAtelierState((state) => state.groups.shown);
  return (
    <ul className="group-names" aria-label="Kept selections">
      {named.map(({ id, name, rows }) => (
        <li key={id}>
          <button
            type="button"
            className="group-chip"
            aria-pressed={id === shown}
            title={name}
            onClick={() => (id === shown ? clearGroup(atelier) : showGroup(atelier, id))}
          >
            <bdi className="group-chip-name">{name}</bdi> <span>{count(rows.length)}</span>
          </button>
          {id === shown && (
            <IconButton
              className="icon-button-small"
              label={`Forget the name ${name}`}
              icon={<Trash2 aria-hidden="true" />}
              onClick={() => removeGroup(atelier, id)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
