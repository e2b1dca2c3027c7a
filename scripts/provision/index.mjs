import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasDisplay } from './display.mjs';
import { electron } from './electron.mjs';
import { fashionMnist } from './fashion-mnist.mjs';
import { interruptible } from './interrupt.mjs';
import { takeLock } from './lock.mjs';
import { packages } from './packages.mjs';
import { partial, runtime } from './paths.mjs';
import { ProgressLine } from './progress.mjs';
import { requireNode, requirePlatform } from './requirements.mjs';
import { SetupError } from './setup-error.mjs';
import { tensorflow } from './tensorflow.mjs';
import { windowLibraries } from './window-libraries.mjs';

export { hasDisplay, openDisplay, withDisplay } from './display.mjs';
export { datasetFolder, electronPath, runtimeFolder } from './paths.mjs';
export { sandboxFlags } from './sandbox.mjs';
export { explainFailure, SetupError } from './setup-error.mjs';

/** @typedef {import('./step.mjs').Step} Step */
/** @typedef {import('./step.mjs').StepName} StepName */

/**
 * All that the app needs, in the order in which one thing needs the other.
 * @param {{ virtualDisplay?: boolean | undefined }} [options] Xvfb even where there is a display
 * @returns {Promise<Step[]>}
 */
export async function allSteps({ virtualDisplay } = {}) {
  const window = windowLibraries({ virtualDisplay: virtualDisplay ?? !(await hasDisplay()) });
  return [packages, electron, tensorflow, fashionMnist, window];
}

/**
 * Puts in place whatever is missing; a fraction of a second when nothing is.
 * @param {{ quiet?: boolean, need?: readonly StepName[], virtualDisplay?: boolean }} [options] `need`: these alone,
 *   and the packages, without which nothing goes
 * @returns {Promise<boolean>} whether anything had to be done
 * @throws {SetupError} one sentence that says what cannot be had
 */
export async function provision({ quiet = false, need, virtualDisplay } = {}) {
  requireNode();
  const steps = (await allSteps({ virtualDisplay })).filter(
    ({ name }) => !need || name === 'packages' || need.includes(name),
  );
  if (await areComplete(steps)) return false;
  requirePlatform();
  const waiting = (/** @type {number} */ pid) =>
    new ProgressLine('Set-up', { quiet }).note(`process ${pid} is at it already; waiting until it is done`);
  const lock = await takeLock(join(runtime, 'lock'), waiting);
  await interruptible(() => provideEach(steps, quiet), lock.release).finally(lock.release);
  return true;
}

/** @param {Step[]} steps */
async function areComplete(steps) {
  for (const step of steps) if (!(await step.isComplete())) return false;
  return true;
}

/** @param {Step[]} steps @param {boolean} quiet */
async function provideEach(steps, quiet) {
  for (const step of steps) {
    if (await step.isComplete()) continue;
    const line = new ProgressLine(step.title, { quiet });
    await step.provide(line).finally(() => line.clear());
    if (await step.isComplete()) continue;
    throw new SetupError(
      `${step.title} is still not complete after its set-up: run \`npm run doctor\` to see why.`,
    );
  }
  if (existsSync(partial)) await rm(partial, { recursive: true });
}
