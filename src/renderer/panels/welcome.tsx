import { FolderOpen, History, ImagePlus, LoaderCircle, Shirt } from 'lucide-react';
import type { RunSummary } from '../../contract/run';
import { chooseImages } from '../store/folder-preview';
import { chooseRun, openRun, sourceName } from '../store/runs';
import { chooseFashionMnist } from '../store/training';
import { useAtelier, useAtelierState } from './atelier-context';
import { imageShape, nats } from './format';
import { Mark } from './mark';

/** What one sees while nothing is open: three ways in. */
export function Welcome() {
  const atelier = useAtelier();
  return (
    <main className="welcome">
      <div className="welcome-inner">
        <header className="welcome-head">
          <Mark />
          <div>
            <h1>Latent Atelier</h1>
            <p>Train a variational autoencoder, walk through its latent space, take the numbers with you.</p>
          </div>
        </header>
        <div className="tiles">
          <section className="tile" aria-labelledby="tile-fashion">
            <Shirt className="tile-icon" aria-hidden="true" />
            <h2 id="tile-fashion">Fashion-MNIST</h2>
            <p>60,000 garments to learn from and 10,000 to test on, 28 × 28 grey. The settings come next.</p>
            <button
              type="button"
              className="button button-primary"
              onClick={() => void chooseFashionMnist(atelier)}
            >
              Train on Fashion-MNIST
            </button>
          </section>
          <section className="tile" aria-labelledby="tile-images">
            <ImagePlus className="tile-icon" aria-hidden="true" />
            <h2 id="tile-images">Your own images</h2>
            <p>Drop a folder anywhere in this window, or choose one. Its subfolders become classes.</p>
            <button type="button" className="button" onClick={() => void chooseImages(atelier)}>
              <FolderOpen aria-hidden="true" /> Choose a folder
            </button>
          </section>
          <section className="tile tile-runs" aria-labelledby="tile-runs">
            <History className="tile-icon" aria-hidden="true" />
            <h2 id="tile-runs">Earlier runs</h2>
            <RecentRuns />
            <button type="button" className="button" onClick={() => void chooseRun(atelier)}>
              <FolderOpen aria-hidden="true" /> Open a run
            </button>
          </section>
        </div>
        <p className="welcome-foot">
          Everything stays on this computer. Press <kbd>?</kbd> for the shortcuts.
        </p>
      </div>
    </main>
  );
}

function RecentRuns() {
  const runs = useAtelierState((state) => state.runs);
  const opening = useAtelierState((state) => state.opening);
  const engine = useAtelierState((state) => state.engine.state);
  if (runs.length === 0) {
    return (
      <p>
        {engine === 'starting'
          ? 'The engine is starting.'
          : 'What you train is kept and listed here, with its settings and its figures.'}
      </p>
    );
  }
  return (
    <ul className="run-list">
      {runs.map((run) => (
        <RunRow
          key={run.runFolder}
          run={run}
          opening={opening === run.runFolder}
          disabled={opening !== null}
        />
      ))}
    </ul>
  );
}

function RunRow({ run, opening, disabled }: { run: RunSummary; opening: boolean; disabled: boolean }) {
  const atelier = useAtelier();
  const last = run.metrics.at(-1);
  const { config, network, source } = run.description;
  const done = run.metrics.length;
  return (
    <li>
      <button
        type="button"
        className="run-row"
        disabled={disabled}
        onClick={() => void openRun(atelier, run.runFolder)}
      >
        <span className="run-row-name">
          {opening && <LoaderCircle aria-hidden="true" className="turning" />}
          {run.name}
        </span>
        <span className="run-row-data">
          {sourceName(source)}, {imageShape(network.side, network.channels)}, {network.latent} latent
        </span>
        <span className="run-row-epochs">
          {done} of {config.epochs} {config.epochs === 1 ? 'epoch' : 'epochs'}
        </span>
        <span className="run-row-elbo" title="Negative ELBO on the test set, nats per image">
          {last === undefined ? 'no epoch yet' : `−ELBO ${nats(last.test.elbo)}`}
        </span>
      </button>
    </li>
  );
}
