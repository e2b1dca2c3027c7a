import { useAtelierState } from '../atelier-context';
import { FolderPath } from '../folder-path';
import { count, nats } from '../format';
import { DiagnosisNote } from './diagnosis-note';
import { KlBars } from './kl-bars';
import { LossChart } from './loss-chart';
import { RunProgress } from './run-progress';
import { Samples } from './samples';

/** A run: how far it is, what it has learned, and whether it is well. */
export function RunView() {
  const hasEpoch = useAtelierState((state) => state.training.epochs.length > 0);
  return (
    <div className="run-view">
      <RunProgress />
      <DiagnosisNote />
      {hasEpoch && <TestFigures />}
      <LossChart />
      <Samples />
      {hasEpoch && <KlBars />}
      <RunFacts />
    </div>
  );
}

/** The newest figures of the test set. */
function TestFigures() {
  const last = useAtelierState((state) => state.training.epochs.at(-1));
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
      <div>
        <dt>Objective</dt>
        <dd>{config.objective === 'elbo' ? `ELBO, beta ${config.beta}` : 'Notebook'}</dd>
      </div>
      <div>
        <dt>Folder</dt>
        <dd>
          <FolderPath path={runFolder} />
        </dd>
      </div>
    </dl>
  );
}
