import type { EngineHandlers } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { RunSummary } from '../../contract/run';
import { planNetwork } from '../../core/network/plan';
import { Vae } from '../network/vae';
import { checkShapes } from '../network/weights';
import type { Checkpoint } from '../runs/checkpoint-files';
import { copyRun } from '../runs/copy-run';
import { RunFolder } from '../runs/run-folder';
import { readHistory } from '../runs/run-history';
import { RunLock } from '../runs/run-lock';
import { importWeights } from './import-weights';
import { Model } from './model';
import { relocate } from './own-images';
import type { EngineState } from './state';

type RunHandlers = Pick<
  EngineHandlers,
  | 'run.open'
  | 'run.history'
  | 'run.import'
  | 'run.describe'
  | 'run.rename'
  | 'run.relocate'
  | 'run.checkFree'
  | 'run.copy'
>;

export function runHandlers(state: EngineState): RunHandlers {
  return {
    'run.open': async ({ runFolder, checkpoint: choice = 'last' }) => {
      const run = await RunFolder.open(runFolder);
      const summary = await run.summary();
      const live = state.training?.model;
      if (choice === 'last' && live?.run.folder === run.folder) {
        if (state.model !== live) state.setModel(live.keep());
        return summary;
      }
      const checkpoint = await run.checkpoint(choice);
      state.setModel(new Model(run, networkOf(run, checkpoint), choice));
      if (checkpoint.note !== null) state.emit('data.progress', { text: checkpoint.note, done: 0, total: 0 });
      return summary;
    },
    'run.history': async ({ runFolder }) => {
      const run = await RunFolder.open(runFolder);
      const { model, history } = state.training ?? {};
      return readHistory(run, model?.run.folder === run.folder ? (history?.curve ?? null) : null);
    },
    'run.import': (input) => importWeights(input),
    'run.rename': async ({ runFolder, name }) => {
      const run = await RunFolder.open(runFolder);
      return (await run.rename(name)).summary();
    },
    'run.relocate': (input) => relocate(state, input),
    'run.checkFree': async ({ runFolder }) => {
      await RunLock.checkFree(runFolder);
      return {};
    },
    'run.copy': async ({ runFolder, folder }) => {
      const run = await RunFolder.open(runFolder);
      if (state.training?.model.run.folder === run.folder) {
        throw new UserError('This run is being trained: stop it, or wait for its end, before it is copied.');
      }
      await copyRun(run.folder, folder);
      return {};
    },
    'run.describe': ({ runFolder }): Promise<RunSummary> =>
      RunFolder.open(runFolder).then((run) => run.summary()),
  };
}

/** What makes the network of a run with the weights of a checkpoint. Throws UserError when they do not belong together. */
export function networkOf(run: RunFolder, checkpoint: Checkpoint): () => Promise<Vae> {
  const plan = planNetwork(run.description.network);
  try {
    checkShapes(plan, checkpoint.weights);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`The weights of the run ${run.folder} do not fit its network: ${error.message}`, {
      cause: error,
    });
  }
  return () => Vae.fromWeights(plan, checkpoint.weights);
}
