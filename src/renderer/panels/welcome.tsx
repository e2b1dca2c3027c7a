import { FolderOpen, ImagePlus, LoaderCircle, Orbit, Shirt } from 'lucide-react';
import type { RunSummary } from '../../contract/run';
import { chooseImages } from '../store/images/folder-preview';
import { chooseRun, openRun, openStarter, sourceName } from '../store/training/runs';
import { chooseFashionMnist } from '../store/training/training';
import { useAtelier, useAtelierState } from './atelier-context';
import { imageShape, nats } from './format';
import { Keys } from './keys';
import { Mark } from './mark';
import { WelcomeMap } from './welcome-map/welcome-map';

/** Runs that stand on the page itself; all of them are in the list of runs. */
const MOST_RECENT = 5;

/** What one sees while nothing is open: three ways in, and the way back to what was there before. */
export function Welcome() {
  return (
    <main className="welcome">
      <WelcomeMap />
      <div className="welcome-inner">
        <header className="welcome-head">
          <Mark />
          <div>
            <h1>Latent Atelier</h1>
            <p>Train a variational autoencoder, walk through its latent space, take the numbers with you.</p>
          </div>
        </header>
        <Tiles />
        <RecentRuns />
        <p className="welcome-foot">
          Everything stays on this computer. <Keys accelerator="CmdOrCtrl+K" /> finds every command,{' '}
          <Keys accelerator="CmdOrCtrl+/" /> lists the keys.
        </p>
      </div>
    </main>
  );
}

function Tiles() {
  const atelier = useAtelier();
  const opening = useAtelierState((state) => state.opening);
  return (
    <div className="tiles">
      <section className="tile" aria-labelledby="tile-starter">
        <Orbit className="tile-icon" aria-hidden="true" />
        <h2 id="tile-starter">Look around</h2>
        <p>
          A model that is trained already, and 10,000 garments in its latent space. Nothing to set, nothing to
          wait for.
        </p>
        <button
          type="button"
          className="button button-primary"
          disabled={opening !== null}
          onClick={() => void openStarter(atelier)}
        >
          {opening === 'starter' && <LoaderCircle aria-hidden="true" className="turning" />}
          Open the starter map
        </button>
      </section>
      <section className="tile" aria-labelledby="tile-fashion">
        <Shirt className="tile-icon" aria-hidden="true" />
        <h2 id="tile-fashion">Fashion-MNIST</h2>
        <p>60,000 garments to learn from and 10,000 to test on, 28 × 28 grey. The settings come next.</p>
        <button type="button" className="button" onClick={() => void chooseFashionMnist(atelier)}>
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
    </div>
  );
}

function RecentRuns() {
  const atelier = useAtelier();
  const runs = useAtelierState((state) => state.runs);
  const opening = useAtelierState((state) => state.opening);
  const engine = useAtelierState((state) => state.engine.state);
  return (
    <section className="recent" aria-labelledby="recent-runs">
      <header>
        <h2 id="recent-runs">Earlier runs</h2>
        {runs.length > 0 && (
          <button
            type="button"
            className="button button-small button-quiet"
            onClick={() => atelier.store.setState({ dialog: 'runs' })}
          >
            {runs.length > MOST_RECENT ? `All ${runs.length}, compare, rename` : 'Compare, rename, delete'}
          </button>
        )}
        <button
          type="button"
          className="button button-small button-quiet"
          onClick={() => void chooseRun(atelier)}
        >
          <FolderOpen aria-hidden="true" /> Open from elsewhere
        </button>
      </header>
      {runs.length === 0 ? (
        <p className="recent-none">
          {engine === 'starting'
            ? 'The engine is starting.'
            : 'What you train is kept and listed here, with its settings and its figures.'}
        </p>
      ) : (
        <ul className="run-list">
          {runs.slice(0, MOST_RECENT).map((run) => (
            <RunRow
              key={run.runFolder}
              run={run}
              opening={opening === run.runFolder}
              disabled={opening !== null}
            />
          ))}
        </ul>
      )}
    </section>
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
