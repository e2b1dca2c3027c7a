import os from 'node:os';
import { Command } from 'commander';
import { planNetwork } from '../../core/network/plan';
import { loadFashionMnist } from '../../engine/datasets/fashion-mnist';
import { Vae } from '../../engine/network/vae';
import { streams } from '../../engine/training/streams';
import { versions } from '../../engine/versions';
import { compete, type Contestant } from '../bench/contestant';
import { measureCosts } from '../bench/costs';
import { electronContestant } from '../bench/electron';
import type { BenchResult, Speed } from '../bench/figures';
import { benchMaps } from '../bench/map-bench';
import { umapJs, umapLearn } from '../bench/map-contestants';
import { mapTables } from '../bench/map-table';
import type { PeerScript } from '../bench/peer-script';
import { findPyTorch, withPyTorch } from '../bench/pytorch';
import { benchTable } from '../bench/table';
import { settings, trainingRate, WARM_UP_STEPS } from '../bench/training-rate';
import { wholeNumber } from '../options';
import { INTERRUPTED, print, refuse, type Session } from '../session';

interface BenchOptions {
  peers: boolean;
  rounds: number;
  steps: number;
  trainingOnly: boolean;
  map: boolean;
  /** `true`: up to as many as there is a size for. */
  growth?: number | true;
  json: boolean;
}

/** `bench`: how fast this machine trains, encodes, decodes and maps, and with --peers what others take for the same. */
export function benchCommand(session: Session): Command {
  return new Command('bench')
    .description('measure the speed on Fashion-MNIST')
    .option(
      '--peers',
      'in turns with PyTorch, umap-learn (in the Python that LATENT_ATELIER_PYTHON names) and umap-js',
      false,
    )
    .option('--rounds <n>', 'rounds of training, and of maps', wholeNumber(1, 1000), 3)
    .option('--steps <n>', 'steps of training in a round', wholeNumber(1, 100_000), 40)
    .option('--training-only', 'measure the training and nothing else', false)
    .option('--map', 'measure maps and nothing else', false)
    .option('--growth [most]', 'also maps of 1,000 vectors and more, up to so many', wholeNumber(1000, 1e6))
    .option('--json', 'print one JSON object', false)
    .action(async (options: BenchOptions) => {
      const stop = new AbortController();
      const release = session.io.onInterrupt(() => stop.abort());
      try {
        const { map, peers, trainingOnly, json } = options;
        const tell = (text: string): void => session.progress.show(text);
        const withMaps = map || (peers && !trainingOnly);
        const pytorch = peers && !map ? await findPyTorch() : null;
        const mapPeers = withMaps && peers ? [await umapLearn(), umapJs()] : [];
        const general = map ? null : await bench(session, options, pytorch, stop.signal);
        const maps = withMaps ? await benchMaps({ ...options, peers: mapPeers }, stop.signal, tell) : null;
        print(session, json, { date: new Date().toISOString(), machine: machine(), ...general, ...maps }, [
          ...(general === null ? [] : benchTable(general)),
          ...(general === null || maps === null ? [] : ['']),
          ...(maps === null ? [] : mapTables(maps)),
        ]);
      } catch (error) {
        // Ended at the user's wish: there is nothing to say.
        if (!stop.signal.aborted) throw error;
        session.progress.clear();
        session.exitCode = INTERRUPTED;
      } finally {
        release();
      }
    });
}

async function bench(
  session: Session,
  { rounds, steps, trainingOnly }: BenchOptions,
  pytorch: PeerScript | null,
  signal: AbortSignal,
): Promise<BenchResult> {
  const tell = (text: string): void => session.progress.show(text);
  const electron = electronContestant();
  const data = await loadFashionMnist({});
  const { batch, latent, seed } = settings;
  const { side, channels } = data;
  refuse(data.train.n === 0 || data.test.n === 0, 'There are no images to measure with.');
  const vae = await Vae.create(planNetwork({ side, channels, latent }), streams.weights(seed));
  const node: Contestant = {
    name: 'Node',
    round: async () => ({
      version: process.versions.node,
      imagesPerSecond: await trainingRate(vae, data.train, steps, signal),
    }),
  };
  const own = electron === null ? [node] : [node, electron];
  const train = (all: readonly Contestant[]): Promise<Speed[]> =>
    compete(all, { rounds, steps }, signal, tell);
  try {
    const speeds =
      pytorch === null ? await train(own) : await withPyTorch(pytorch, (peer) => train([...own, peer]));
    const training = {
      node: speeds[0]!,
      electron: electron === null ? null : speeds[1]!,
      pytorch: pytorch === null ? null : speeds.at(-1)!,
    };
    return {
      date: new Date().toISOString(),
      machine: machine(),
      versions: await versions(),
      settings: { batch, warmUpSteps: WARM_UP_STEPS, steps, rounds },
      training,
      ratios: ratiosOf(training),
      ...(trainingOnly ? {} : await measureCosts(vae, data, steps, signal, tell)),
    };
  } finally {
    vae.dispose();
  }
}

function ratiosOf({ node, electron, pytorch }: BenchResult['training']): BenchResult['ratios'] {
  const ratio = (a: Speed, b: Speed): number => a.imagesPerSecond / b.imagesPerSecond;
  return {
    ...(pytorch === null ? {} : { nodeToPyTorch: ratio(node, pytorch) }),
    ...(pytorch === null || electron === null ? {} : { electronToPyTorch: ratio(electron, pytorch) }),
    ...(electron === null ? {} : { electronToNode: ratio(electron, node) }),
  };
}

function machine(): BenchResult['machine'] {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
  };
}
