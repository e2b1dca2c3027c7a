import { LoaderCircle } from 'lucide-react';
import type { DataOptions, DatasetSummary, LeftOut } from '../../contract/dataset';
import {
  closePreview,
  encodePreview,
  setPreviewOptions,
  trainOnPreview,
  whyNotEncode,
} from '../store/folder-preview';
import type { FolderPreview } from '../store/state';
import { folderName, isActive } from '../store/training';
import { useAtelier, useAtelierState } from './atelier-context';
import { Segmented } from './controls';
import { count, imageShape, percent, plural } from './format';
import { Modal } from './modal';
import { SideField } from './side-field';

/** What is in a folder, before anything is done with it. */
export function PreviewDialog() {
  const atelier = useAtelier();
  const preview = useAtelierState((state) => state.data.preview);
  if (preview === null) return null;
  const { summary, progress, error } = preview;
  return (
    <Modal
      title={summary?.name ?? folderName(preview.path)}
      description={preview.path}
      onClose={() => closePreview(atelier)}
      testId="preview-dialog"
    >
      <div className="preview">
        {error !== null && (
          <p className="preview-error" role="alert">
            {error}
          </p>
        )}
        {summary === null && progress !== null && (
          <p className="preview-wait" role="status">
            <LoaderCircle aria-hidden="true" className="turning" /> {progress.text}
            {progress.fraction !== null && ` ${percent(progress.fraction)}`}
          </p>
        )}
        {summary !== null && (
          <>
            <Counts summary={summary} />
            <Reading preview={preview} summary={summary} />
            <Classes summary={summary} />
            <LeftOutFiles files={summary.leftOut} />
          </>
        )}
      </div>
      <Buttons preview={preview} />
    </Modal>
  );
}

function Counts({ summary }: { summary: DatasetSummary }) {
  const { train, test, classes, leftOut, parameterCount, notes } = summary;
  const cells = [
    [count(train + test), 'images'],
    [`${count(train)} + ${count(test)}`, 'train + test'],
    [classes.length === 0 ? 'none' : count(classes.length), classes.length === 1 ? 'class' : 'classes'],
    [count(leftOut.length), 'left out'],
    [count(parameterCount), 'parameters'],
  ] as const;
  return (
    <>
      <dl className="counts">
        {cells.map(([value, name]) => (
          <div key={name}>
            <dd>{value}</dd>
            <dt>{name}</dt>
          </div>
        ))}
      </dl>
      {notes.length > 0 && (
        <ul className="preview-notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}

const fits: readonly { value: NonNullable<DataOptions['fit']>; text: string }[] = [
  { value: 'crop', text: 'Crop' },
  { value: 'pad', text: 'Pad' },
  { value: 'stretch', text: 'Stretch' },
];

/** How the images would be read; changing it looks at the folder again. */
function Reading({ preview, summary }: { preview: FolderPreview; summary: DatasetSummary }) {
  const atelier = useAtelier();
  return (
    <div className="reading" aria-busy={preview.progress !== null}>
      <SideField
        key={summary.side}
        side={summary.side}
        onChange={(side) => setPreviewOptions(atelier, { side })}
      />
      <div className="field">
        <span className="field-label">Channels</span>
        <Segmented
          label="Channels"
          value={summary.channels === 1 ? 'grey' : 'colour'}
          options={[
            { value: 'grey', text: 'Grey' },
            { value: 'colour', text: 'Colour' },
          ]}
          onChange={(channels) => setPreviewOptions(atelier, { channels: channels === 'grey' ? 1 : 3 })}
        />
      </div>
      <div className="field">
        <span className="field-label">To make them square</span>
        <Segmented
          label="To make them square"
          value={preview.options.fit ?? 'crop'}
          options={fits}
          onChange={(fit) => setPreviewOptions(atelier, { fit })}
        />
      </div>
    </div>
  );
}

function Classes({ summary }: { summary: DatasetSummary }) {
  if (summary.classes.length === 0)
    return <p className="preview-plain">No subfolders, so the images have no labels.</p>;
  const largest = Math.max(...summary.classes.map((one) => one.train + one.test), 1);
  return (
    <div className="class-list" role="region" aria-label="Classes" tabIndex={0}>
      {summary.classes.map(({ name, train, test }) => (
        <div key={name} className="class-row">
          <span className="class-name" title={name}>
            {name}
          </span>
          <span className="class-bar" aria-hidden="true">
            <i style={{ transform: `scaleX(${(train + test) / largest})` }} />
          </span>
          <span className="class-count">{count(train + test)}</span>
        </div>
      ))}
    </div>
  );
}

function LeftOutFiles({ files }: { files: readonly LeftOut[] }) {
  if (files.length === 0) return null;
  return (
    <details className="left-out">
      <summary>{plural(files.length, 'file', 'files')} left out</summary>
      <ul>
        {files.map(({ file, reason }) => (
          <li key={file}>
            <span className="path" title={file}>
              {file}
            </span>
            <span>{reason}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Buttons({ preview }: { preview: FolderPreview }) {
  const atelier = useAtelier();
  const run = useAtelierState((state) => state.training.run);
  const active = useAtelierState((state) => isActive(state.training.phase));
  const whyNot = whyNotEncode(preview, run);
  const ready = preview.summary !== null && preview.progress === null;
  const network = run?.network;
  const differs =
    network !== undefined &&
    preview.summary !== null &&
    (preview.summary.side !== network.side || preview.summary.channels !== network.channels);
  return (
    <footer className="modal-foot">
      <p id="why-not-encode" className="modal-why">
        {active ? 'A run is being trained; stop it to train on these.' : whyNot}
        {differs && (
          <button
            type="button"
            className="link"
            onClick={() => setPreviewOptions(atelier, { side: network.side, channels: network.channels })}
          >
            Read them as {imageShape(network.side, network.channels)}
          </button>
        )}
      </p>
      <button
        type="button"
        className="button"
        disabled={!ready || whyNot !== null}
        aria-describedby="why-not-encode"
        onClick={() => void encodePreview(atelier)}
      >
        Encode with the model at hand
      </button>
      <button
        type="button"
        className="button button-primary"
        disabled={!ready || active}
        onClick={() => trainOnPreview(atelier)}
      >
        Train on these
      </button>
    </footer>
  );
}
