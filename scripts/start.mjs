import { build } from './build.mjs';
import { electronPath, explainFailure, hasDisplay, provision } from './provision/index.mjs';
import { electronSwitches, run } from './run.mjs';
import { tour } from './tour.mjs';

/** `npm start`: sets up what is missing, builds what has changed, and opens the window (or takes the tour). */
await explainFailure(async () => {
  const wantsTour = process.argv.includes('--tour');
  const visible = await hasDisplay();
  const takesTour = wantsTour || !visible;
  await provision({ virtualDisplay: takesTour });
  process.exitCode = await build({ quiet: true });
  if (process.exitCode !== 0) return;
  if (!visible && !wantsTour) console.log('There is no display here, so the tour is taken on a virtual one.');
  process.exitCode = takesTour
    ? await tour()
    : await run(electronPath(), [...electronSwitches(), '.', ...process.argv.slice(2)]);
});
