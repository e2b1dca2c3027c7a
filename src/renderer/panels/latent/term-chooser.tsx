import { nameOf, setTerm } from '../../store/latent/arithmetic';
import type { Operand, Term } from '../../store/latent/latent-state';
import { focused } from '../../store/map/selection';
import { useAtelier, useAtelierState } from '../atelier-context';
import { count } from '../format';

/** What a term is: nothing, a class, the selection, a named one, or an image at hand. */
export function TermChooser({ term, operand }: { term: Term; operand: Operand }) {
  const atelier = useAtelier();
  const labelNames = useAtelierState((state) => state.space.embedding?.labelNames);
  const groups = useAtelierState((state) => state.groups);
  const pins = useAtelierState((state) => state.latent.pins);
  const chosen = useAtelierState((state) => focused(state.selection));
  const operandName = useAtelierState((state) => nameOf(operand, state));
  const images = new Set(pins.map(({ index }) => index));
  if (chosen !== null) images.add(chosen);
  if (operand.kind === 'image') images.add(operand.index);
  return (
    <select
      className="input term-chooser"
      aria-label={`Term ${term.toUpperCase()}`}
      title={operandName ?? 'Nothing'}
      value={valueOf(operand)}
      onChange={(event) => setTerm(atelier, term, operandOf(event.target.value))}
    >
      <option value="none">{term === 'a' ? 'Choose what to start from' : 'Nothing'}</option>
      {labelNames !== undefined && labelNames.length > 0 && (
        <optgroup label="Mean of a class">
          {labelNames.map((name, label) => (
            <option key={label} value={`class ${label}`}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
      {(groups.rows !== null || groups.named.length > 0) && (
        <optgroup label="Mean of a selection">
          {groups.rows !== null && (
            <option value="selection">The selection, {count(groups.rows.length)}</option>
          )}
          {groups.named.map(({ id, name }) => (
            <option key={id} value={`group ${id}`}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
      {images.size > 0 && (
        <optgroup label="One image">
          {[...images].map((index) => (
            <option key={index} value={`image ${index}`}>
              #{index}
              {index === chosen ? ', chosen' : ''}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  );
}

function valueOf(operand: Operand): string {
  switch (operand.kind) {
    case 'class':
      return `class ${operand.label}`;
    case 'group':
      return `group ${operand.id}`;
    case 'image':
      return `image ${operand.index}`;
    default:
      return operand.kind;
  }
}

function operandOf(value: string): Operand {
  const [kind, number = ''] = value.split(' ');
  const at = Number(number);
  switch (kind) {
    case 'class':
      return { kind, label: at };
    case 'group':
      return { kind, id: at };
    case 'image':
      return { kind, index: at };
    case 'selection':
      return { kind };
    default:
      return { kind: 'none' };
  }
}
