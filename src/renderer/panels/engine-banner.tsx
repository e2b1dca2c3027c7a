import { Play, RefreshCw, RotateCcw, TriangleAlert, X } from 'lucide-react';
import { dismissEngineNews, restartEngine } from '../store/engine';
import { resumeTraining } from '../store/training/training';
import { useAtelier, useAtelierState } from './atelier-context';
import { IconButton } from './controls';

/** What became of the engine, in main's words, and the way on. */
export function EngineBanner() {
  const atelier = useAtelier();
  const engine = useAtelierState((state) => state.engine);
  const phase = useAtelierState((state) => state.training.phase);
  const { state, message, resumable } = engine;
  if (message === '' && resumable === null) return null;
  const canResume = resumable !== null && state === 'ready' && phase !== 'starting';
  return (
    <div className={`banner banner-${state}`} role="status" data-testid="engine-banner">
      {state === 'restarting' || state === 'starting' ? (
        <RefreshCw aria-hidden="true" className="turning" />
      ) : (
        <TriangleAlert aria-hidden="true" />
      )}
      <p>{message === '' ? 'Training was interrupted and can go on from its last checkpoint.' : message}</p>
      {canResume && (
        <button
          type="button"
          className="button button-small"
          onClick={() => void resumeTraining(atelier, resumable.runFolder)}
        >
          <Play aria-hidden="true" /> Resume training
        </button>
      )}
      {state === 'silent' && (
        <button type="button" className="button button-small" onClick={() => dismissEngineNews(atelier)}>
          Wait
        </button>
      )}
      {(state === 'silent' || state === 'failed') && (
        <button type="button" className="button button-small" onClick={() => void restartEngine(atelier)}>
          <RotateCcw aria-hidden="true" />
          {state === 'silent' ? 'Restart the engine' : 'Start the engine again'}
        </button>
      )}
      {state === 'ready' && (
        <IconButton
          label="Dismiss"
          icon={<X aria-hidden="true" />}
          className="icon-button-small"
          onClick={() => dismissEngineNews(atelier)}
        />
      )}
    </div>
  );
}
