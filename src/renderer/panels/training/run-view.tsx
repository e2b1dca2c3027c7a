import type { AtelierState } from '../../store/state';
import { openRun } from '../../store/training/runs';
import { shownEpoch } from '../../store/training/replay';
import { isActive } from '../../store/training/training-phase';
import { useAtelier, useAtelierState } from '../atelier-context';
import { FolderPath } from '../folder-path';
import { withMinus } from '../../store/number-text';
import { count, nats } from '../format';
import { DiagnosisNote } from './diagnosis-note';
import { EpochScrubber } from './epoch-scrubber';
import { KlBars } from './kl-bars';
import { LossChart } from './loss-chart';
import { RunProgress } from './run-progress';
import { Samples } from './samples';
import { TrainOwn } from './train-own';

/** A run: how far it is, what it has learned, and whether it is well. */
export function RunView() {
  const hasEpoch = useAtelierState((state) => state.training.epochs.length > 0);
  if (useAtelierState(isFromElsewhere)) return <ForeignWeights />;
  return (
    <div className="run-view">
      <RunProgress />
      <DiagnosisNote />
      <EpochScrubber />
      {hasEpoch && <TestFigures />}
      <LossChart />
      <Samples />
      <HistoryNotes />
      {hasEpoch && <KlBars />}
      <RunFacts />
    </div>
  );
}

/** What the run does not keep of its training. */
function HistoryNotes() {
  const notes = useAtelierState((state) => state.training.historyNotes);
  return notes.map((note) => (
    <p key={note} className="field-hint" data-testid="history-note">
      {note}
    </p>
  ));
}

/** Weights that were brought in have no steps behind them, nor before them. */
function isFromElsewhere({ training: { run, phase } }: AtelierState): boolean {
  return run?.steps === 0 && !isActive(phase);
}

/** In the place of curves and figures that there are none of. */
function ForeignWeights() {
  return (
    <div className="run-view">
      <TrainOwn why="These weights came from elsewhere. How they were trained is not known, so there are no curves; and without their optimiser they are not trained further." />
      <RunFacts />
    </div>
  );
}

/** The newest figures of the test set. */
function TestFigures() {
  const last = useAtelierState(shownEpoch);
  if (last === undefined) return null;
  return (
    <dl className="figures" aria-label={`Test set after epoch ${last.epoch}, nats per image`}>
      <div>
        <dt title="Negative ELBO: reconstruction plus KL, nats per image">−ELBO</dt>
        <dd data-testid="test-elbo">{nats(last.test.elbo)}</dd>
      </div>
      <div>
        <dt title="Binary cross-entropy, nats per image">Reconstruction</dt>
        <dd>{nats(last.test.bce)}</dd>
      </div>
      <div>
        <dt title="Kullback-Leibler divergence, nats per image">KL</dt>
        <dd>{nats(last.test.kl)}</dd>
      </div>
    </dl>
  );
}

function RunFacts() {
  const run = useAtelierState((state) => state.training.run);
  const isKnown = !useAtelierState(isFromElsewhere);
  if (run === null) return null;
  const { network, config, runFolder } = run;
  return (
    <dl className="facts">
      <div>
        <dt>Model</dt>
        <dd>
          {count(network.parameterCount)} parameters, {network.latent} latent
        </dd>
      </div>
      {isKnown && (
        <>
          <div>
            <dt>Objective</dt>
            <dd>{config.objective === 'elbo' ? `ELBO, beta ${config.beta}` : 'Notebook'}</dd>
          </div>
          <div>
            <dt>Training</dt>
            <dd>
              batch {count(config.batch)}, rate {withMinus(String(config.learningRate))}, seed {config.seed}
              {config.warmup > 0 && `, warm-up ${config.warmup}`}
              {config.earlyStopping !== null && `, patience ${config.earlyStopping.patience}`}
            </dd>
          </div>
        </>
      )}
      {run.best !== null && (
        <div>
          <dt>Best</dt>
          <dd>
            <BestEpoch />
          </dd>
        </div>
      )}
      <div>
        <dt>Folder</dt>
        <dd>
          <FolderPath path={runFolder} />
        </dd>
      </div>
    </dl>
  );
}

/** Which epoch was best; its weights are kept beside the newest and can be the ones at hand. */
function BestEpoch() {
  const atelier = useAtelier();
  const run = useAtelierState((state) => state.training.run);
  const busy = useAtelierState((state) => isActive(state.training.phase) || state.opening !== null);
  if (run?.best == null) return null;
  const { epoch, elbo } = run.best;
  return (
    <>
      epoch {epoch}, −ELBO {nats(elbo)}{' '}
      {!busy && (
        <button type="button" className="link" onClick={() => void openRun(atelier, run.runFolder, 'best')}>
          use its weights
        </button>
      )}
    </>
  );
}
