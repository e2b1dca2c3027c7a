import { Check, Pencil, Trash2 } from 'lucide-react';
import { Checkbox } from 'radix-ui';
import { useState } from 'react';
import type { RunSummary } from '../../../contract/run';
import { deleteRun, renameRun } from '../../store/training/run-shelf';
import { openRun, sourceName } from '../../store/training/runs';
import { isActive } from '../../store/training/training-phase';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton } from '../controls';
import { imageShape, nats } from '../format';
import { lineColour } from './line-colour';

interface RunRowProps {
  run: RunSummary;
  /** Its place among the compared; -1 when it is none of them. */
  line: number;
  onCompare: (on: boolean) => void;
  onOpened: () => void;
}

/** One run in the list: what it learnt from, how far it came, and what can be done with it. */
export function RunRow({ run, line, onCompare, onOpened }: RunRowProps) {
  const atelier = useAtelier();
  const isOpen = useAtelierState((state) => state.training.run?.runFolder === run.runFolder);
  const busy = useAtelierState((state) => isActive(state.training.phase));
  const [renaming, setRenaming] = useState(false);
  const { config, network, source, created } = run.description;
  const last = run.metrics.at(-1);
  const best = run.best?.elbo ?? last?.test.elbo;
  return (
    <li className="runs-row" data-testid="run" data-open={isOpen}>
      <Checkbox.Root
        className="checkbox"
        checked={line >= 0}
        disabled={run.metrics.length === 0}
        onCheckedChange={(on) => onCompare(on === true)}
        aria-label={`Compare ${run.name}`}
        {...(line >= 0 ? { style: { background: lineColour(line), borderColor: lineColour(line) } } : {})}
      >
        <Checkbox.Indicator>
          <Check aria-hidden="true" />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <div className="runs-name">
        {renaming ? (
          <NameField run={run} onDone={() => setRenaming(false)} />
        ) : (
          <strong title={run.runFolder}>
            {run.name}
            {isOpen && <span className="runs-open">open</span>}
          </strong>
        )}
        <span>
          {sourceName(source)}, {imageShape(network.side, network.channels)}, {network.latent} latent,{' '}
          {config.objective === 'elbo' ? `beta ${config.beta}` : 'notebook objective'}
        </span>
      </div>
      <div className="runs-figures">
        <strong title="Negative ELBO of the best epoch on the test set, nats per image">
          {best === undefined ? 'no epoch yet' : `−ELBO ${nats(best)}`}
        </strong>
        <span>
          {run.metrics.length} of {config.epochs} {config.epochs === 1 ? 'epoch' : 'epochs'},{' '}
          {new Date(created).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}
        </span>
      </div>
      <div className="runs-buttons">
        <button
          type="button"
          className="button button-small"
          disabled={busy || isOpen}
          onClick={() => {
            onOpened();
            void openRun(atelier, run.runFolder);
          }}
        >
          Open
        </button>
        <IconButton
          label={`Rename ${run.name}`}
          icon={<Pencil aria-hidden="true" />}
          className="icon-button-small"
          onClick={() => setRenaming(true)}
        />
        <IconButton
          label={`Delete ${run.name}`}
          icon={<Trash2 aria-hidden="true" />}
          className="icon-button-small"
          disabled={busy && isOpen}
          onClick={() => void deleteRun(atelier, run.runFolder)}
        />
      </div>
    </li>
  );
}

function NameField({ run, onDone }: { run: RunSummary; onDone: () => void }) {
  const atelier = useAtelier();
  const [name, setName] = useState(run.name);
  const commit = () => {
    onDone();
    if (name.trim() !== run.name) void renameRun(atelier, run.runFolder, name);
  };
  return (
    <input
      className="input"
      aria-label="Name of the run"
      maxLength={80}
      value={name}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setName(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key !== 'Escape') return;
        // Escape ends the renaming, and not the dialog.
        event.stopPropagation();
        onDone();
      }}
    />
  );
}
