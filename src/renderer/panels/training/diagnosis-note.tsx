import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { Diagnosis } from '../../../contract/training';
import { remedyFor } from '../../store/training/remedy';
import { trainWithRemedy } from '../../store/training/training';
import { isOfVectors } from '../../store/map/space-state';
import { isActive } from '../../store/training/training-phase';
import { useAtelier, useAtelierState } from '../atelier-context';

/** Whether the posterior still uses its dimensions: an alarm with a way out, a quiet note, or the all-clear. */
export function DiagnosisNote() {
  const isOther = useAtelierState(
    ({ space, training }) => isOfVectors(space.request) && !isActive(training.phase),
  );
  const diagnosis = useAtelierState((state) => state.training.epochs.at(-1)?.diagnosis);
  const alarms = useAtelierState((state) => state.training.alarms);
  const recovered = alarms.find(({ kind, raised }) => kind === 'collapse' && !raised);
  return (
    <>
      {alarms
        .filter(({ kind, raised }) => kind !== 'collapse' && raised)
        .map(({ kind, sentence, suggestion }) => (
          <div
            key={kind}
            className="diagnosis diagnosis-collapsed"
            role="alert"
            data-testid={`${kind}-alarm`}
          >
            <TriangleAlert aria-hidden="true" />
            <div>
              <strong>{sentence}</strong>
              {suggestion !== null && <p>{suggestion}</p>}
            </div>
          </div>
        ))}
      {isOther ? (
        <OtherRun />
      ) : (
        diagnosis !== undefined && <Posterior diagnosis={diagnosis} recovered={recovered?.sentence} />
      )}
    </>
  );
}

/** Vectors from elsewhere are on the screen: what is wrong with a run that did not make them is no alarm about them. */
function OtherRun() {
  const name = useAtelierState(({ training }) => training.run?.name);
  return (
    <div className="diagnosis" data-testid="diagnosis-other">
      <Info aria-hidden="true" />
      <p>
        The map shows vectors from elsewhere, which this run{name !== undefined && ` (${name})`} did not make.
        The figures below are of the run.
      </p>
    </div>
  );
}

interface PosteriorProps {
  diagnosis: Diagnosis;
  /** What was said when a collapse was over. */
  recovered: string | undefined;
}

function Posterior({ diagnosis, recovered }: PosteriorProps) {
  const { state, sentence, suggestion } = diagnosis;
  if (state === 'collapsed') {
    return (
      <div className="diagnosis diagnosis-collapsed" role="alert" data-testid="collapse-alarm">
        <TriangleAlert aria-hidden="true" />
        <div>
          <strong>{sentence}</strong>
          {suggestion !== null && <p>{suggestion}</p>}
          <RemedyButton />
        </div>
      </div>
    );
  }
  const Icon = state === 'pruned' ? Info : CircleCheck;
  return (
    <div className={`diagnosis diagnosis-${state}`} data-testid="diagnosis">
      <Icon aria-hidden="true" />
      <div>
        {recovered !== undefined && (
          <p>
            <strong data-testid="all-clear">{recovered}</strong>
          </p>
        )}
        {sentence !== recovered && <p>{sentence}</p>}
        {suggestion !== null && <p>{suggestion}</p>}
      </div>
    </div>
  );
}

function RemedyButton() {
  const atelier = useAtelier();
  const config = useAtelierState((state) => state.training.run?.config);
  const startAgain = useAtelierState((state) => state.training.startAgain);
  if (config === undefined) return null;
  return (
    <button
      type="button"
      className="button button-small"
      disabled={startAgain}
      onClick={() => void trainWithRemedy(atelier)}
    >
      {startAgain ? 'Stopping this run first' : remedyFor(config).label}
    </button>
  );
}
