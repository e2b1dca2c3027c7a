import { ArrowLeftRight, LoaderCircle, Pause, Play, Rows3, X } from 'lucide-react';
import { PATH_STEPS } from '../../../contract/session-view';
import type { PathMethod } from '../../../contract/space';
import {
  advance,
  setPathMethod,
  setPathSteps,
  toggleComparison,
  togglePlaying,
} from '../../store/latent/path';
import { playbackSpeeds } from '../../store/latent/path-state';
import { select } from '../../store/map/selection';
import { setPlayback } from '../../store/session/settings';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton, Segmented } from '../controls';
import { usePlayer } from '../use-player';
import { ExportMenu } from './export-menu';
import { FilmStrip } from './film-strip';
import { frameMs } from './frame-time';
import { methodHints, methodNames } from './methods';
import { Stops } from './stops';

const options = (['lerp', 'slerp', 'graph'] as const satisfies readonly PathMethod[]).map((value) => ({
  value,
  text: methodNames[value],
  hint: methodHints[value],
}));

/** The path through the chosen images: its stops, how it goes, and the film of it. */
export function PathPanel() {
  const atelier = useAtelier();
  const { method, steps, result, busy, error, playing, compare } = useAtelierState((state) => state.path);
  const a = useAtelierState((state) => state.selection.a);
  const { speed, toAndFro } = useAtelierState((state) => state.settings.playback);
  usePlayer(playing, frameMs(speed), advance);
  return (
    <section className="panel path" aria-label="Path">
      <header className="panel-head">
        <h2>Path</h2>
        {busy && <LoaderCircle className="turning" aria-label="The path is on its way" role="img" />}
        <Stops />
        <ExportMenu disabled={result === null} />
        <IconButton
          label="Close the path"
          icon={<X aria-hidden="true" />}
          onClick={() => a !== null && select(atelier, a)}
        />
      </header>
      <div className="path-tools">
        <IconButton
          label={playing ? 'Stop' : 'Play'}
          shortcut="Space"
          icon={playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
          disabled={result === null}
          onClick={() => togglePlaying(atelier)}
        />
        <select
          className="input"
          aria-label="Speed of the film"
          value={speed}
          onChange={({ target }) => {
            const chosen = playbackSpeeds.find((one) => String(one) === target.value);
            if (chosen !== undefined) setPlayback(atelier, { speed: chosen });
          }}
        >
          {playbackSpeeds.map((one) => (
            <option key={one} value={one}>
              {one}×
            </option>
          ))}
        </select>
        <IconButton
          label="To the end and back"
          icon={<ArrowLeftRight aria-hidden="true" />}
          aria-pressed={toAndFro}
          onClick={() => setPlayback(atelier, { toAndFro: !toAndFro })}
        />
        <Segmented
          label="Method"
          value={method}
          options={options}
          onChange={(chosen) => setPathMethod(atelier, chosen)}
        />
        <button
          type="button"
          className="button path-compare"
          aria-pressed={compare}
          title="Show the three ways one over another"
          onClick={() => toggleComparison(atelier)}
        >
          <Rows3 aria-hidden="true" />
          <span>Compare</span>
        </button>
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
      </div>
      {error !== null && (
        <p className="path-message" role="alert">
          {error}
        </p>
      )}
      {error === null && result === null && (
        <p className="path-message">
          Decoding {steps} frames, {methodNames[method].toLowerCase()}.
        </p>
      )}
      {result !== null && <FilmStrip path={result} />}
    </section>
  );
}
