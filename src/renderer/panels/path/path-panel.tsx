import { LoaderCircle, Pause, Play, X } from 'lucide-react';
import { useEffect } from 'react';
import type { PathMethod } from '../../../contract/space';
import { advance, PATH_STEPS, setPathMethod, setPathSteps, togglePlaying } from '../../store/path';
import { select } from '../../store/selection';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton, Segmented } from '../controls';
import { FilmStrip } from './film-strip';

const FRAME_MS = 140;

const methods: readonly { value: PathMethod; text: string; hint: string }[] = [
  { value: 'lerp', text: 'Straight', hint: 'The straight line in latent space (lerp)' },
  {
    value: 'slerp',
    text: 'Spherical',
    hint: 'Along the sphere, so that no frame comes too near the origin (slerp)',
  },
  { value: 'graph', text: 'Along the data', hint: 'From neighbour to neighbour, where there are images' },
];

const noun: Record<PathMethod, string> = {
  lerp: 'straight',
  slerp: 'spherical',
  graph: 'along the data',
};

/** The path between the two chosen images: how it goes, and the film of it. */
export function PathPanel() {
  const atelier = useAtelier();
  const { method, steps, result, busy, error, playing } = useAtelierState((state) => state.path);
  const a = useAtelierState((state) => state.selection.a);
  usePlayer(playing);
  return (
    <section className="panel path" aria-label="Path">
      <header className="panel-head">
        <h2>Path</h2>
        {busy && <LoaderCircle className="turning" aria-label="The path is on its way" role="img" />}
        <Segmented
          label="Method"
          value={method}
          options={methods}
          onChange={(chosen) => setPathMethod(atelier, chosen)}
        />
        <label className="steps">
          Frames
          <input
            className="input"
            type="number"
            min={PATH_STEPS.min}
            max={PATH_STEPS.max}
            value={steps}
            onChange={(event) => setPathSteps(atelier, event.target.valueAsNumber)}
          />
        </label>
        <IconButton
          label={playing ? 'Stop' : 'Play'}
          shortcut="Space"
          icon={playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
          disabled={result === null}
          onClick={() => togglePlaying(atelier)}
        />
        <IconButton
          label="Close the path"
          icon={<X aria-hidden="true" />}
          onClick={() => a !== null && select(atelier, a)}
        />
      </header>
      {error !== null && (
        <p className="path-message" role="alert">
          {error}
        </p>
      )}
      {error === null && result === null && (
        <p className="path-message">
          Decoding {steps} frames, {noun[method]}.
        </p>
      )}
      {result !== null && <FilmStrip path={result} />}
    </section>
  );
}

function usePlayer(playing: boolean): void {
  const atelier = useAtelier();
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => advance(atelier), FRAME_MS);
    return () => clearInterval(timer);
  }, [atelier, playing]);
}
