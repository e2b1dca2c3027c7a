import { addOfferedColumns } from '../../store/images/added-tables';
import type { ColumnsOffer } from '../../store/images/data-state';
import { closeOffer, openOffered } from '../../store/images/open-vectors';
import { folderName } from '../../store/training/training';
import { useAtelier, useAtelierState } from '../atelier-context';
import { count, plural } from '../format';
import { Modal } from '../modal';

const NAMES_SHOWN = 8;

/** Asks what is to become of a table that fits the map that is open. */
export function ColumnsDialog() {
  const atelier = useAtelier();
  const offer = useAtelierState((state) => state.data.offer);
  if (offer === null) return null;
  const { path, names, holdsVectors } = offer;
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return (
    <Modal
      title={`Add ${plural(names.length, 'column', 'columns')} to this map?`}
      description={path}
      onClose={() => closeOffer(atelier)}
      testId="columns-dialog"
    >
      <p>
        {folderName(path)} has {names.slice(0, NAMES_SHOWN).join(', ')}
        {more}. {matchInWords(offer)}
      </p>
      <p>Every point stays in its place. The columns can be coloured by, and go out with exports.</p>
      <footer className="modal-foot">
        {holdsVectors && (
          <button type="button" className="button" onClick={() => void openOffered(atelier)}>
            Open it as a map of its own
          </button>
        )}
        <button
          type="button"
          className="button button-primary"
          onClick={() => void addOfferedColumns(atelier)}
        >
          Add these columns to this map
        </button>
      </footer>
    </Modal>
  );
}

function matchInWords({ match: { by, key, matched, unused }, points }: ColumnsOffer): string {
  const how =
    by === 'file'
      ? `Its rows are matched by file name (${key ?? ''})`
      : by === 'index'
        ? `Its rows are matched by number (${key ?? ''})`
        : 'It has a row for each point, in their order';
  const found = matched < points ? `: ${count(matched)} of ${count(points)} points have one` : '';
  const rest = unused > 0 ? `; ${plural(unused, 'row belongs', 'rows belong')} to no point` : '';
  return `${how}${found}${rest}.`;
}
