import { useState } from 'react';
import type { TableLook } from '../../../contract/table';
import { setTableChoice } from '../../store/images/import-vectors';
import { useAtelier } from '../atelier-context';

/** More than this are found by a filter. */
const FILTERED_FROM = 12;

/** What can be the vectors, with a check for each: families of columns whose names differ in their numbers are one. */
export function VectorGroups({ look }: { look: TableLook }) {
  const atelier = useAtelier();
  const [filter, setFilter] = useState('');
  const taken = new Set(look.roles?.vectors.columns);
  const kinds = new Map(look.columns.map(({ name, kind }) => [name, kind]));
  const isChecked = (columns: readonly string[]): boolean => columns.every((name) => taken.has(name));
  const toggle = (columns: readonly string[], isOn: boolean): void => {
    const isAlone = columns.length === 1 && kinds.get(columns[0]!) !== 'numbers';
    // Lists and arrays are vectors alone.
    const others = [...taken].filter((name) => kinds.get(name) === 'numbers' && !columns.includes(name));
    const vectors = isOn ? (isAlone ? [...columns] : [...others, ...columns]) : others;
    if (vectors.length > 0) void setTableChoice(atelier, { vectors });
  };
  const shown = look.groups.filter(({ title }) => title.toLowerCase().includes(filter.toLowerCase()));
  return (
    <fieldset className="preview-column table-vectors">
      <legend className="field-label">Vectors</legend>
      {look.roles !== null && <p className="field-hint">{look.roles.vectors.reason}</p>}
      {look.groups.length > FILTERED_FROM && (
        <input
          className="input"
          placeholder="Filter by name"
          aria-label="Filter the columns"
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
      )}
      <ul className="table-groups" aria-label="Columns that can be vectors">
        {shown.map(({ title, columns }) => (
          <li key={title}>
            <label>
              <input
                type="checkbox"
                checked={isChecked(columns)}
                onChange={({ target }) => toggle(columns, target.checked)}
              />
              {title}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
