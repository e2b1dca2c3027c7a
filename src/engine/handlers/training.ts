import type { EngineArguments, EngineHandlers, EngineOutput } from '../../contract/engine-calls';
import { messageOf, UserError } from '../../contract/errors';
import type { RunDescription } from '../../contract/run';
import { KEPT_EPOCHS } from '../../contract/history';
import { StepCurve } from '../../core/formats/step-curve';
import { planNetwork } from '../../core/network/plan';
import { summarise, type Dataset } from '../datasets/dataset';
import { Vae } from '../network/vae';
import { readCurve } from '../runs/curve-file';
import { cutEpochsAfter } from '../runs/epoch-files';
import { RunFolder } from '../runs/run-folder';
import { RunLock } from '../runs/run-lock';
import { noteImages } from '../runs/trained-on';
import { isOutOfPatience } from '../training/epoch-watch';
import { streams } from '../training/streams';
import { versions } from '../versions';
import { Model } from './model';
import { loadOwnImages } from './own-images';
import { networkOf } from './run';
import type { EngineState } from './state';
import { TrainingSession, type SessionOptions } from './training-session';

type Start = EngineOutput<'training.start'>;
type TrainingHandlers = Pick<
  EngineHandlers,
  | 'training.start'
  | 'training.resume'
  | 'training.pause'
  | 'training.continue'
  | 'training.stop'
  | 'training.giveWay'
>;

export function trainingHandlers(state: EngineState): TrainingHandlers {
  const onSession = (act: (session: TrainingSession) => void): Promise<Record<string, never>> => {
    // A run that has just ended by itself needs no pausing or stopping.
    if (state.training !== null) act(state.training);
    return Promise.resolve({});
  };
  return {
    'training.start': (input) => state.whileStarting((signal) => start(state, input, signal)),
    'training.resume': (input) => state.whileStarting((signal) => resume(state, input, signal)),
    'training.pause': () => onSession((session) => session.pause()),
    'training.continue': () => onSession((session) => session.continue()),
    'training.stop': () => {
      state.stopStarting('The start of the run was cancelled.');
      return onSession((session) => session.stop());
    },
    'training.giveWay': () => {
      state.windowUse.touch();
      return Promise.resolve({});
    },
  };
}

async function start(
  state: EngineState,
  { source, options, config, runFolder, keptEpochs = KEPT_EPOCHS }: EngineArguments<'training.start'>,
  signal: AbortSignal,
): Promise<Start> {
  // Reading a large folder takes minutes: a run that is in the way is told before that.
  await RunFolder.assertFree(runFolder);
  const data = await state.loadData(source, options, signal);
  assertEnough(data);
  signal.throwIfAborted();
  const { side, channels } = data;
  const plan = planNetwork({ side, channels, latent: config.latent });
  const run = await RunFolder.create(runFolder, {
    format: 'latent-atelier-run',
    formatVersion: 1,
    created: new Date().toISOString(),
    source: data.source,
    options: data.options,
    config,
    network: { side, channels, latent: config.latent, parameterCount: plan.parameterCount },
    dataFingerprint: data.fingerprint,
    labelNames: data.labelNames,
    versions: await versions(),
  });
  return locked(run, async (lock) => {
    await noteImages(run, data);
    const model = new Model(run, newNetwork(run.description));
    const parts = { model, data, metrics: [], resume: null, curve: new StepCurve(), keptEpochs };
    return begin(state, parts, { lock, signal });
  });
}

/** Does something while no other process may train this run; what it begins gives the lock back. */
async function locked(run: RunFolder, work: (lock: RunLock) => Promise<Start>): Promise<Start> {
  const lock = await RunLock.take(run.folder);
  try {
    return await work(lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** What makes the network that a run begins with. */
function newNetwork({ network, config }: RunDescription): () => Promise<Vae> {
  return () => Vae.create(planNetwork(network), streams.weights(config.seed));
}

async function resume(
  state: EngineState,
  asked: EngineArguments<'training.resume'>,
  signal: AbortSignal,
): Promise<Start> {
  const found = await RunFolder.open(asked.runFolder);
  const { dataFingerprint, shipped } = found.description;
  if (shipped === true) {
    throw new UserError('The model that came with the app is not trained further: start a new run.');
  }
  if (dataFingerprint === null) {
    throw new UserError(
      `The weights in ${found.folder} came from elsewhere and cannot be trained on: start a new run.`,
    );
  }
  return locked(found, (lock) => goOn(state, found, asked, signal, lock));
}

async function goOn(
  state: EngineState,
  found: RunFolder,
  { source, epochs, earlyStopping, keptEpochs = KEPT_EPOCHS }: EngineArguments<'training.resume'>,
  signal: AbortSignal,
  lock: RunLock,
): Promise<Start> {
  const { config } = found.description;
  // A run that died before its first checkpoint begins again: its seed makes it the same run.
  const checkpoint = (await found.hasCheckpoint()) ? await found.newestCheckpoint() : null;
  if (checkpoint !== null && checkpoint.note !== null)
    state.emit('data.progress', { text: checkpoint.note, done: 0, total: 0 });
  const wanted = {
    ...config,
    epochs: epochs ?? config.epochs,
    earlyStopping: earlyStopping === undefined ? config.earlyStopping : earlyStopping,
  };
  if (checkpoint !== null && checkpoint.step >= checkpoint.stepsPerEpoch * wanted.epochs) {
    throw new UserError(
      `The run ${found.folder} has done its ${wanted.epochs} epochs: ask for more epochs to go on.`,
    );
  }
  if (checkpoint !== null && isOutOfPatience(checkpoint.waited, wanted.earlyStopping)) {
    throw new UserError(
      `The run ${found.folder} was stopped early, for ${checkpoint.waited} epochs brought no improvement: ask for a longer patience to go on.`,
    );
  }
  const data = await loadOwnImages(state, found, source ?? found.description.source, signal);
  signal.throwIfAborted();
  const metrics = (await found.metrics()).filter(({ step }) => step <= (checkpoint?.step ?? 0));
  const curve = await curveUntil(state, found, checkpoint?.step ?? 0);
  const load = checkpoint === null ? newNetwork(found.description) : networkOf(found, checkpoint);
  // Nothing of the run is changed before all of it has been found in order.
  const run = await found.reopen({ config: wanted, source: data.source });
  await cutEpochsAfter(run, metrics.at(-1)?.epoch ?? 0);
  const model = new Model(run, load);
  return begin(state, { model, data, metrics, resume: checkpoint, curve, keptEpochs }, { lock, signal });
}

/** The steps that led to a checkpoint: those after it are taken again. */
async function curveUntil(state: EngineState, run: RunFolder, step: number): Promise<StepCurve> {
  const { curve, problem } = await readCurve(run);
  if (problem !== null) state.emit('data.progress', { text: problem, done: 0, total: 0 });
  if (curve === null) return new StepCurve();
  const until = StepCurve.from(curve);
  until.cutAfter(step);
  return until;
}

/** Sets a session going and answers; its end is an event. One that was stopped meanwhile ends at once. */
async function begin(
  state: EngineState,
  parts: Omit<SessionOptions, 'vae' | 'emit' | 'giveWay'>,
  { lock, signal }: { lock: RunLock; signal: AbortSignal },
): Promise<Start> {
  const { model, data } = parts;
  let session: TrainingSession;
  try {
    session = await TrainingSession.start({
      ...parts,
      vae: await model.vae(),
      emit: state.emit,
      giveWay: () => state.windowUse.giveWay(),
    });
  } catch (error) {
    model.release();
    throw error;
  }
  state.training = session;
  if (signal.aborted) session.stop();
  state.setModel(model.keep());
  const answer = {
    runFolder: model.run.folder,
    steps: session.steps,
    step: session.step,
    data: summarise(data, model.description.config.latent),
  };
  state.trainingDone = session.run().then(async (end) => {
    const problem = await released(lock);
    state.training = null;
    model.release();
    state.emit('training.end', problem === null ? end : { ...end, unsaved: end.unsaved ?? problem });
  });
  return answer;
}

/** Gives the lock back; what kept it from that, which must not keep a run from its end. */
async function released(lock: RunLock): Promise<string | null> {
  try {
    await lock.release();
    return null;
  } catch (error) {
    const reason = messageOf(error).replace(/\.$/, '');
    return `Its lock could not be removed (${reason}); the run can be gone on with all the same.`;
  }
}

function assertEnough({ name, train, test, source }: Dataset): void {
  if (train.n >= 1 && test.n >= 1) return;
  const where = source.kind === 'folder' ? source.path : name;
  throw new UserError(
    `There ${train.n + test.n === 1 ? 'is 1 image' : `are ${train.n + test.n} images`} in ${where}, too few to train on: choose a folder with at least 2.`,
  );
}
