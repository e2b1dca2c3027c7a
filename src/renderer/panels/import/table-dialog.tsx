import type { TableLook, TableRoles } from '../../../contract/table';
import { closeTable, openTable, setTableChoice } from '../../store/images/import-vectors';
import { folderName } from '../../store/training/training';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Modal } from '../modal';
import { VectorGroups } from './vector-groups';

/** What the columns of a table are: what was found, why, and a control for each to choose otherwise. */
export function TableDialog() {
  const atelier = useAtelier();
  const table = useAtelierState((state) => state.data.table);
  if (table === null) return null;
  const { path, look, error, busy } = table;
  const { roles } = look;
  return (
    <Modal
      title={`Columns of ${folderName(path)}`}
      description={path}
      onClose={() => closeTable(atelier)}
      testId="table-dialog"
      wide
    >
      <div className="table-roles" aria-busy={busy}>
        {roles !== null && (
          <p className="table-taken" role="status" data-testid="table-taken">
            {look.sentence}
          </p>
        )}
        {roles?.doubts.map((doubt) => (
          <p key={doubt} className="preview-note" role="note">
            {doubt}
          </p>
        ))}
        {(error ?? look.why) !== null && (
          <p className="preview-error" role="alert">
            {error ?? look.why}
          </p>
        )}
        <div className="preview-columns">
          <VectorGroups look={look} />
          <section className="preview-column">
            <RoleSelects look={look} roles={roles} />
          </section>
        </div>
      </div>
      <footer className="modal-foot">
        <p className="modal-why">All other columns can be coloured by, and are exported as they are.</p>
        <button type="button" className="button" onClick={() => closeTable(atelier)}>
          Cancel
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={roles === null || busy || error !== null}
          onClick={() => void openTable(atelier)}
        >
          Map these
        </button>
      </footer>
    </Modal>
  );
}

function RoleSelects({ look, roles }: { look: TableLook; roles: TableRoles | null }) {
  const atelier = useAtelier();
  const columns = look.columns.filter(({ kind }) => kind !== 'array');
  const texts = columns.filter(({ kind }) => kind === 'texts');
  const numbers = columns.filter(({ kind }) => kind === 'numbers');
  const places = roles?.places?.columns ?? [];
  const [x, y, z] = places;
  const setPlaces = (axis: 0 | 1 | 2, name: string | null): void => {
    const next = [x ?? null, y ?? null, z ?? null];
    next[axis] = name;
    // Two axes are needed for places: the first is taken for both until the second is chosen.
    const [first, second, third] = next;
    if (first == null && second == null) return void setTableChoice(atelier, { places: null });
    if (name === null && axis < 2) return void setTableChoice(atelier, { places: null });
    const two = [first ?? second!, second ?? first!];
    return void setTableChoice(atelier, { places: third == null ? two : [...two, third] });
  };
  const colours = [...(roles?.label == null ? [] : [roles.label.column]), ...(roles?.colours ?? [])];
  return (
    <>
      <RoleSelect
        label="Label"
        value={roles?.label?.column ?? null}
        why={roles?.label?.reason}
        names={columns}
        onChange={(label) => void setTableChoice(atelier, { label })}
      />
      <RoleSelect
        label="Split"
        value={roles?.split?.column ?? null}
        why={roles?.split?.reason}
        names={columns}
        onChange={(split) => void setTableChoice(atelier, { split })}
      />
      <RoleSelect
        label="Image path"
        value={roles?.path?.column ?? null}
        why={roles?.path?.reason}
        names={texts}
        onChange={(path) => void setTableChoice(atelier, { path })}
      />
      <RoleSelect label="Place x" value={x ?? null} names={numbers} onChange={(name) => setPlaces(0, name)} />
      <RoleSelect label="Place y" value={y ?? null} names={numbers} onChange={(name) => setPlaces(1, name)} />
      {x !== undefined && (
        <RoleSelect
          label="Place z"
          value={z ?? null}
          names={numbers}
          onChange={(name) => setPlaces(2, name)}
        />
      )}
      <RoleSelect
        label="Colours by"
        value={roles?.colour ?? null}
        names={columns.filter(({ name }) => colours.includes(name))}
        onChange={(colour) => void setTableChoice(atelier, { colour })}
      />
    </>
  );
}

interface RoleSelectProps {
  label: string;
  value: string | null;
  why?: string | undefined;
  names: readonly { name: string; example: string }[];
  onChange: (name: string | null) => void;
}

/** Native options carry the first cells of each column, so that one knows it without opening the file. */
function RoleSelect({ label, value, why, names, onChange }: RoleSelectProps) {
  return (
    <label className="table-role">
      <span className="field-label">{label}</span>
      <select
        className="input"
        aria-label={label}
        value={value === null ? '' : `=${value}`}
        onChange={({ target }) => onChange(target.value === '' ? null : target.value.slice(1))}
      >
        <option value="">None</option>
        {names.map(({ name, example }) => (
          <option key={name} value={`=${name}`} title={example}>
            {name}
          </option>
        ))}
      </select>
      {why !== undefined && <small className="field-hint">{why}</small>}
    </label>
  );
}
