import { LoaderCircle, Pause, Play, Square } from 'lucide-react';
import { continueTraining, pauseTraining, resumeTraining, stopTraining } from '../../store/training/training';
import { isActive } from '../../store/training/training-phase';
import type { TrainingSlice } from '../../store/training/training-state';
import { useAtelier, useAtelierState } from '../atelier-context';
import { count, duration } from '../format';
import { ProgressBar } from '../progress';
import { TrainMore } from './train-more';
import { TrainOwn } from './train-own';

/** How far a run is, and the buttons that hold or end it. */
export function RunProgress() {
  const training = useAtelierState((state) => state.training);
  const engineReady = useAtelierState((state) => state.engine.state === 'ready');
  const { phase, progress, run, starting } = training;
  const step = progress?.step ?? run?.step ?? 0;
  const steps = progress?.steps ?? run?.steps ?? 0;
  const share = steps > 0 ? step / steps : null;
  const shown = phase === 'starting' ? (starting?.fraction ?? null) : share;
  return (
    <div className="run-progress" data-testid="training-progress" data-phase={phase}>
      <div className="run-progress-line">
        <strong>{headline(training)}</strong>
        <span>{timeOf(training)}</span>
      </div>
      <ProgressBar name="Training progress" fraction={shown} className={`progress-${phase}`} />
      <div className="run-progress-line run-progress-pace">
        <span>{phase !== 'starting' && steps > 0 && `step ${count(step)} of ${count(steps)}`}</span>
        <span data-testid="run-pace">{paceOf(training)}</span>
      </div>
      {phase === 'ended' && training.end?.reason === 'failed' && (
        <p className="field-error">{training.end.message}</p>
      )}
      <RunButtons engineReady={engineReady} training={training} />
    </div>
  );
}

function headline({ phase, progress, epochs, end, run, starting }: TrainingSlice): string {
  if (phase === 'starting') return starting?.text ?? 'Getting ready';
  const at = progress === null ? null : epochAt(progress);
  const where = progress === null || at === null ? '' : `Epoch ${at} of ${progress.epochs}`;
  switch (phase) {
    case 'pausing':
      return `${where}, pausing`;
    case 'paused':
      return `${where}, paused`;
    case 'stopping':
      return 'Stopping, saving a checkpoint';
    case 'interrupted':
      return `Interrupted in epoch ${at ?? epochs.length + 1}`;
    case 'ended':
      if (end?.reason === 'failed') return 'Failed';
      if (run?.finished === true)
        return run.step < run.steps ? `Stopped early after ${epochs.length} epochs` : 'Finished';
      return `Stopped after ${epochs.length === 1 ? '1 epoch' : `${epochs.length} epochs`}`;
    default:
      return where === '' ? 'First step' : where;
  }
}

/** The epoch a step belongs to, counted from 1. */
function epochAt({ step, steps, epochs }: { step: number; steps: number; epochs: number }): number {
  return steps === 0 ? 1 : Math.min(epochs, Math.floor((step / steps) * epochs) + 1);
}

/** The time that is left, or that was spent. */
function timeOf({ phase, progress, epochs }: TrainingSlice): string | null {
  if (phase === 'running' && progress !== null && progress.secondsLeft !== null)
    return `${duration(progress.secondsLeft)} left`;
  if (phase !== 'ended' && phase !== 'interrupted') return null;
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return seconds > 0 ? `in ${duration(seconds)}` : null;
}

/** Of the latest steps while it trains, of the last epoch afterwards. */
function paceOf({ phase, progress, epochs }: TrainingSlice): string | null {
  const now = phase === 'running' ? progress : epochs.at(-1);
  return now == null ? null : `${count(now.imagesPerSecond)} images/s`;
}

function RunButtons({ training, engineReady }: { training: TrainingSlice; engineReady: boolean }) {
  const atelier = useAtelier();
  const { phase, run } = training;
  if (isActive(phase)) {
    return (
      <div className="button-row">
        {phase === 'starting' ? null : phase === 'paused' ? (
          <button type="button" className="button" onClick={() => void continueTraining(atelier)}>
            <Play aria-hidden="true" /> Continue
          </button>
        ) : (
          <button
            type="button"
            className="button"
            disabled={phase !== 'running'}
            onClick={() => void pauseTraining(atelier)}
          >
            <Pause aria-hidden="true" /> Pause
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={phase === 'stopping' || training.cancelled}
          onClick={() => void stopTraining(atelier)}
        >
          {phase === 'stopping' || training.cancelled ? (
            <LoaderCircle aria-hidden="true" className="turning" />
          ) : (
            <Square aria-hidden="true" />
          )}
          {phase === 'starting' ? 'Cancel' : 'Stop'}
        </button>
      </div>
    );
  }
  if (run === null) return null;
  if (run.shipped)
    return (
      <TrainOwn why="This model came with the app and stays as it is. A run of your own begins with its settings." />
    );
  if (run.finished) return <TrainMore />;
  return (
    <div className="button-row">
      <button
        type="button"
        className="button button-primary"
        disabled={!engineReady}
        onClick={() => void resumeTraining(atelier, run.runFolder)}
      >
        <Play aria-hidden="true" /> Continue training
      </button>
    </div>
  );
}
