import { Download } from 'lucide-react';
import { useState } from 'react';
import type { ColumnGroup, EmbeddingFormat, GridContent } from '../../../contract/export';
import { exportEmbedding, exportGrid } from '../../store/images/export';
import { useAtelier, useAtelierState } from '../atelier-context';
import { SegmentedField } from '../controls';
import { count, plural } from '../format';
import { Modal } from '../modal';
import { columnChoices } from './column-choices';

type Target = EmbeddingFormat | 'grid';

const targets: readonly { value: Target; name: string; text: string }[] = [
  {
    value: 'csv',
    name: 'CSV',
    text: 'A table for pandas, R and spreadsheets; a description stands beside it.',
  },
  {
    value: 'parquet',
    name: 'Parquet',
    text: 'The same table with its types, a third of the size, quick to read.',
  },
  { value: 'npy', name: 'NumPy', text: 'Numbers alone, float32, one row for each image.' },
  {
    value: 'projector',
    name: 'Embedding Projector',
    text: 'Vectors, metadata and thumbnails as TensorBoard’s projector reads them.',
  },
  {
    value: 'grid',
    name: 'Images',
    text: 'The images themselves, or what the decoder makes of them, in one PNG.',
  },
];

const contents: readonly { value: GridContent; text: string }[] = [
  { value: 'originals', text: 'Originals' },
  { value: 'reconstructions', text: 'Reconstructions' },
  { value: 'both', text: 'One over the other' },
];

/** What to write of the encoded images, and as what. */
export function ExportDialog() {
  const atelier = useAtelier();
  const embedding = useAtelierState((state) => state.space.embedding);
  const map = useAtelierState((state) => state.space.map);
  const chosen = useAtelierState((state) => state.groups.rows);
  const [target, setTarget] = useState<Target>('csv');
  const [part, setPart] = useState<'all' | 'chosen'>(chosen === null ? 'all' : 'chosen');
  const [left, setLeft] = useState<ReadonlySet<ColumnGroup>>(new Set(['distortion']));
  const [content, setContent] = useState<GridContent>('originals');
  const close = (): void => atelier.store.setState({ dialog: null });
  if (embedding === null) return null;
  const groups = columnChoices(embedding, map);
  const columns = groups.filter(({ group }) => !left.has(group)).map(({ group }) => group);
  const rows = part === 'chosen' && chosen !== null ? Array.from(chosen) : undefined;
  const isTable = target === 'csv' || target === 'parquet';
  const write = async (): Promise<void> => {
    close();
    if (target === 'grid') await exportGrid(atelier, content, rows);
    else
      await exportEmbedding(atelier, target, {
        rows,
        columns: isTable ? columns : undefined,
      });
  };
  return (
    <Modal
      title="Export"
      description={`${plural(embedding.n, 'encoded image', 'encoded images')}, ${embedding.latent} latent dimensions`}
      onClose={close}
      testId="export-dialog"
    >
      <div className="export">
        <fieldset className="export-targets">
          <legend className="field-label">As</legend>
          {targets.map(({ value, name, text }) => (
            <label key={value} className="export-target" data-chosen={target === value}>
              <input
                type="radio"
                name="export-target"
                value={value}
                checked={target === value}
                onChange={() => setTarget(value)}
              />
              <span>
                <strong>{name}</strong>
                <span>{text}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <SegmentedField
          label="Images"
          value={part}
          options={[
            { value: 'all', text: `All ${count(embedding.n)}` },
            {
              value: 'chosen',
              text: chosen === null ? 'The selection' : `The selection, ${count(chosen.length)}`,
              disabled: chosen === null,
              hint: chosen === null ? 'Nothing is selected in the map' : 'Those selected in the map',
            },
          ]}
          onChange={setPart}
        />
        {isTable && (
          <fieldset className="export-columns">
            <legend className="field-label">Columns</legend>
            {groups.map(({ group, name, text }) => (
              <label key={group} title={text}>
                <input
                  type="checkbox"
                  checked={!left.has(group)}
                  onChange={(event) => setLeft(toggled(left, group, event.target.checked))}
                />
                {name}
              </label>
            ))}
          </fieldset>
        )}
        {target === 'grid' && (
          <SegmentedField label="Show" value={content} options={contents} onChange={setContent} />
        )}
      </div>
      <footer className="modal-foot">
        <p className="modal-why">{isTable && columns.length === 0 && 'Choose a column or more.'}</p>
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={isTable && columns.length === 0}
          onClick={() => void write()}
        >
          <Download aria-hidden="true" /> Choose a place…
        </button>
      </footer>
    </Modal>
  );
}

function toggled(
  left: ReadonlySet<ColumnGroup>,
  group: ColumnGroup,
  isIn: boolean,
): ReadonlySet<ColumnGroup> {
  const next = new Set(left);
  if (isIn) next.delete(group);
  else next.add(group);
  return next;
}
