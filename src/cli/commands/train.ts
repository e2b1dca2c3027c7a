import { Command, Option } from 'commander';
import type { EngineEvent, EngineEventPayload } from '../../contract/engine-calls';
import type { DatasetSummary } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import type { BestEpoch, EpochMetrics, Objective, TrainingEnd } from '../../contract/training';
import type { Engine } from '../../engine/engine';
import { OtherImages } from '../../engine/handlers/own-images';
import { addReadingOptions, readingNames, readingOf, type ReadingOptions } from '../data-options';
import { dataSourceOf, LARGEST_SEED, realNumber, wholeNumber } from '../options';
import { ENGINE_FAILURE, INTERRUPTED, print, refuse, withEngine, type Session } from '../session';
import { EpochMaps } from './epoch-maps';
import { alarmLine, bestLine, epochLine, progressLine } from './train-lines';

interface TrainOptions extends ReadingOptions {
  data?: string;
  run: string;
  epochs: number;
  batch: number;
  latent: number;
  lr: number;
  seed: number;
  objective: Objective;
  beta: number;
  warmup: number;
  patience: number;
  minDelta: number;
  limit?: number;
  size?: number;
  channels?: 1 | 3;
  epochMaps: number;
  resume: boolean;
  json: boolean;
}

/** With --resume a run keeps its own settings; only how long it goes on (epochs, patience), and where its images lie, may be said anew. */
const FIXED_BY_RUN = [
  'batch',
  'latent',
  'lr',
  'seed',
  'objective',
  'beta',
  'warmup',
  'limit',
  'size',
  'channels',
  ...readingNames,
];

/** `train`: a run from its beginning, or with --resume from its last checkpoint. */
export function trainCommand(session: Session): Command {
  const command = new Command('train')
    .description('train a model; Ctrl-C saves a checkpoint and stops')
    .option('--data <source>', 'fashion-mnist, or a folder of images; with --resume where they lie now')
    .requiredOption('--run <folder>', 'folder of the run')
    .option('--epochs <n>', 'passes over the training images', wholeNumber(1, 10_000), 30)
    .option('--batch <n>', 'images in a step', wholeNumber(1, 4096), 100)
    .option('--latent <n>', 'latent dimensions', wholeNumber(2, 256), 64)
    .option('--lr <rate>', 'learning rate of Adam', realNumber({ above: 0, most: 1 }), 1e-3)
    .option('--seed <n>', 'seed of everything random', wholeNumber(0, LARGEST_SEED), 0)
    .addOption(new Option('--objective <name>', 'loss').choices(['elbo', 'notebook']).default('elbo'))
    .option('--beta <weight>', 'weight of the KL', realNumber({ least: 0, most: 1000 }), 1)
    .option(
      '--warmup <epochs>',
      'epochs over which beta rises from 0',
      realNumber({ least: 0, most: 10_000 }),
      0,
    )
    .option(
      '--patience <epochs>',
      'stop after so many epochs without a better test ELBO, counted from the end of the warm-up; 0 for never',
      wholeNumber(0, 10_000),
      0,
    )
    .option(
      '--min-delta <nats>',
      'with --patience: gain in nats per image that counts as better',
      realNumber({ least: 0, most: 1000 }),
      0,
    )
    .option('--limit <n>', 'training images to use at most', wholeNumber(1, 1e9))
    .option('--size <pixels>', 'side of the images of a folder', wholeNumber(16, 128))
    .addOption(
      new Option('--channels <n>', '1 for grey, 3 for colour').choices(['1', '3']).argParser(channelsOf),
    );
  return addReadingOptions(command)
    .option(
      '--epoch-maps <n>',
      'lay out the test set after each epoch and keep so many of the maps, evenly chosen, to be replayed',
      wholeNumber(0, 1000),
      0,
    )
    .option('--resume', 'go on with the run in the folder', false)
    .option('--json', 'print one JSON object', false)
    .action(async (options: TrainOptions, command: Command) => {
      const asked = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
      await train(session, options, asked);
    });
}

function channelsOf(text: string): 1 | 3 {
  if (text !== '1' && text !== '3')
    throw new UserError(`--channels must be 1 (grey) or 3 (colour), not ${text}.`);
  return text === '1' ? 1 : 3;
}

/** Ctrl-C: while the run trains it is stopped with a checkpoint; before and after that there is nothing to save. */
class Interrupt {
  happened = false;
  training = false;

  constructor(
    private readonly session: Session,
    private readonly engine: Engine,
  ) {}

  readonly listener = (): void => {
    if (this.happened) return;
    this.happened = true;
    if (this.training) this.session.progress.line('Saving a checkpoint before stopping.');
    // Neither fails: what has ended by itself meanwhile needs no stopping.
    void (this.training ? this.engine.call('training.stop', {}) : this.engine.shutdown());
  };
}

async function train(
  session: Session,
  options: TrainOptions,
  asked: (name: string) => boolean,
): Promise<void> {
  const { progress, io } = session;
  const epochs: EpochMetrics[] = [];
  /** Whether the alarm has said that the posterior has collapsed, and it has not recovered since. */
  let saidCollapsed = false;
  let ended: (end: TrainingEnd) => void = () => undefined;
  const end = new Promise<TrainingEnd>((resolve) => (ended = resolve));
  const hear = <E extends EngineEvent>(_: E, payload: EngineEventPayload<E>): void => {
    if ('losses' in payload) progress.show(progressLine(payload));
    if ('klPerDimension' in payload) {
      epochs.push(payload);
      maps?.add();
      progress.line(epochLine(payload));
    }
    if ('raised' in payload) {
      progress.line(alarmLine(payload));
      if (payload.kind === 'collapse') saidCollapsed = payload.raised;
    }
    if ('reason' in payload) ended(payload);
  };
  let maps: EpochMaps | null = null;
  const work = async (engine: Engine): Promise<void> => {
    if (options.epochMaps > 0) maps = new EpochMaps(engine);
    const interrupt = new Interrupt(session, engine);
    const release = io.onInterrupt(interrupt.listener);
    try {
      const { data } = await start(engine, options, asked);
      interrupt.training = true;
      for (const note of data.notes) progress.line(note);
      for (const { file, reason } of data.leftOut) progress.line(`left out ${file}: ${reason}`);
      const { reason, step, message, unsaved } = await end;
      if (unsaved !== undefined) progress.line(unsaved);
      if (reason === 'failed') throw new Error(message);
      const interrupted = reason === 'stopped' && interrupt.happened;
      if (interrupted || reason === 'stopped-early') progress.line(message);
      if (interrupted) session.exitCode = INTERRUPTED;
      if (unsaved !== undefined) session.exitCode = ENGINE_FAILURE;
      const unmapped = await maps?.done();
      if (unmapped != null && !interrupt.happened) progress.line(unmapped);
      const { best } = await engine.call('run.describe', { runFolder: options.run });
      interrupt.training = false;
      if (data.test > 0 && !interrupted && unsaved === undefined) {
        await keepLatentSpace(engine, options.run).catch((error: unknown) => {
          if (!interrupt.happened) throw error;
          session.exitCode = INTERRUPTED;
        });
      }
      report(session, options, { step, best, saidCollapsed }, epochs, data);
    } catch (error) {
      // Ended before it began, at the user's wish.
      if (!interrupt.happened || interrupt.training) throw error;
      session.exitCode = INTERRUPTED;
    } finally {
      release();
    }
  };
  await withEngine(session, work, { listen: hear, mindsInterrupts: true });
}

/** Leaves the latents and the map of the test set in the run's folder, for whoever reads it. */
async function keepLatentSpace(engine: Engine, runFolder: string): Promise<void> {
  await engine.call('run.open', { runFolder, checkpoint: 'last' });
  await engine.call('space.encode', {});
  await engine.call('space.map', {});
}

async function start(
  engine: Engine,
  options: TrainOptions,
  asked: (name: string) => boolean,
): Promise<{ data: DatasetSummary }> {
  const { run, epochs, batch, latent, lr, seed, objective, beta, warmup, limit, size, channels } = options;
  const { patience, minDelta } = options;
  refuse(
    asked('minDelta') && patience === 0,
    '--min-delta says what --patience waits for: give --patience too.',
  );
  const kept = options.epochMaps > 0 ? { keptEpochs: options.epochMaps } : {};
  const earlyStopping = patience === 0 ? null : { patience, minDelta };
  if (options.resume) {
    const fixed = FIXED_BY_RUN.find((name) => asked(name));
    refuse(fixed !== undefined, `A run keeps its own settings: leave --${fixed ?? ''} out beside --resume.`);
    const resumed = engine.call('training.resume', {
      runFolder: run,
      // Whether these are the same images, wherever they lie now, their fingerprint tells.
      ...(options.data === undefined ? {} : { source: dataSourceOf(options.data) }),
      ...(asked('epochs') ? { epochs } : {}),
      ...(asked('patience') ? { earlyStopping } : {}),
      ...kept,
    });
    return resumed.catch((error: unknown) => {
      if (!(error instanceof OtherImages)) throw error;
      throw new UserError(
        `${error.fact}, and it goes on with exactly those alone: name the place of its own with --data; these others can be looked at with its model ("encode --run DIR --data SOURCE --split all --out FILE.csv") or trained on in a new run.`,
        { cause: error },
      );
    });
  }
  if (options.data === undefined) {
    throw new UserError('Say what to train on: --data fashion-mnist, or --data with a folder of images.');
  }
  return engine.call('training.start', {
    source: dataSourceOf(options.data),
    options: {
      ...(limit === undefined ? {} : { limit }),
      ...(size === undefined ? {} : { side: size }),
      ...(channels === undefined ? {} : { channels }),
      ...readingOf(options),
    },
    config: { epochs, batch, latent, learningRate: lr, seed, objective, beta, warmup, earlyStopping },
    runFolder: run,
    ...kept,
  });
}

/** Prints the figures of the last epoch; the speed is that of all epochs of this call together. */
function report(
  session: Session,
  options: TrainOptions,
  { step, best, saidCollapsed }: { step: number; best: BestEpoch | null; saidCollapsed: boolean },
  epochs: EpochMetrics[],
  data: DatasetSummary,
): void {
  const images = data.train;
  const last = epochs.at(-1);
  const seconds = epochs.reduce((sum, { imagesPerSecond }) => sum + images / imagesPerSecond, 0);
  const imagesPerSecond = last === undefined ? null : (images * epochs.length) / seconds;
  const result = {
    run: options.run,
    steps: step,
    epoch: last?.epoch ?? null,
    imagesPerSecond,
    train: last?.train ?? null,
    test: last?.test ?? null,
    activeUnits: last?.activeUnits ?? null,
    bestEpoch: best?.epoch ?? null,
    diagnosis: last?.diagnosis ?? null,
    data: {
      train: images,
      test: data.test,
      classes: data.classes.map(({ name }) => name),
      options: data.options,
      notes: data.notes,
      leftOut: data.leftOut,
      duplicates: data.duplicates,
    },
  };
  const isSaid = saidCollapsed && last?.diagnosis.state === 'collapsed';
  if (last !== undefined && last.diagnosis.state !== 'healthy' && !isSaid) {
    const { sentence, suggestion } = last.diagnosis;
    session.progress.line([sentence, suggestion].filter((text) => text !== null).join(' '));
  }
  print(session, options.json, result, [
    `Run ${options.run}: ${step} steps.`,
    ...(last === undefined ? ['No epoch was finished.'] : [epochLine(last)]),
    ...(best === null ? [] : [bestLine(best)]),
  ]);
}
