import type { PickedItem, WindowEvent, WindowEventPayload } from '../../contract/window-calls';
import type { CacheState, DatasetSummary } from '../../contract/dataset';
import type { DecodedLatents, Located } from '../../contract/latent';
import type { RunSummary } from '../../contract/run';
import type { Embedding, LatentMap } from '../../contract/space';
import type { EpochMetrics, TrainingProgress } from '../../contract/training';
import { trainingConfig } from '../../contract/training';
import { createAtelier, type Atelier, type Bridge } from '../store/atelier';
import { listen } from '../store/boot';

type Calls = Omit<Bridge, 'on'>;
type Listener = (payload: never) => void;

/** A window's way out without a process behind it: calls answer at once, events are sent by the test. */
export interface FakeAtelier {
  atelier: Atelier;
  /** Names of the calls made, with what went in. */
  asked: { call: keyof Calls; input: unknown }[];
  emit: <E extends WindowEvent>(event: E, payload: WindowEventPayload<E>) => void;
  stored: Map<string, string>;
}

export function fakeAtelier(overrides: Partial<Calls> = {}): FakeAtelier {
  const listeners = new Map<WindowEvent, Listener[]>();
  const asked: FakeAtelier['asked'] = [];
  const calls = { ...answers(), ...overrides };
  const heard = <C extends keyof Calls>(call: C): Calls[C] => {
    const answer = calls[call] as (input: unknown) => Promise<unknown>;
    return ((input: unknown) => {
      asked.push({ call, input });
      return answer(input);
    }) as Calls[C];
  };
  const bridge: Bridge = {
    ...(Object.fromEntries(
      (Object.keys(calls) as (keyof Calls)[]).map((call) => [call, heard(call)]),
    ) as unknown as Calls),
    on: (event, listener) => {
      const those = listeners.get(event) ?? [];
      listeners.set(event, [...those, listener]);
      return () =>
        listeners.set(
          event,
          (listeners.get(event) ?? []).filter((one) => one !== listener),
        );
    },
  };
  const stored = new Map<string, string>();
  const atelier = createAtelier(bridge, {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
  });
  atelier.store.setState({ engine: { state: 'ready', message: '', resumable: null } });
  listen(atelier);
  return {
    atelier,
    asked,
    stored,
    emit: (event, payload) => {
      for (const listener of listeners.get(event) ?? [])
        (listener as (told: typeof payload) => void)(payload);
    },
  };
}

function answers(): Calls {
  const nothing = () => Promise.resolve({});
  return {
    engineDescribe: () => Promise.resolve({ pid: 1, versions: {} }),
    engineStatus: () => Promise.resolve({ state: 'ready', message: '', resumable: null }),
    dataLook: ({ source }) => Promise.resolve({ ...summary({ whole: false }), source }),
    dataCancel: nothing,
    cacheDescribe: () => Promise.resolve(cacheState),
    cacheClear: () => Promise.resolve({ ...cacheState, bytes: 0, images: 0 }),
    cacheSetLimit: ({ bytes }) => Promise.resolve({ ...cacheState, limit: bytes }),
    dataDescribe: ({ source }) => Promise.resolve({ ...summary(), source }),
    trainingStart: () => Promise.resolve({ runFolder: '/runs/one', steps: 100, step: 0, data: summary() }),
    trainingResume: () => Promise.resolve({ runFolder: '/runs/one', steps: 100, step: 40, data: summary() }),
    trainingPause: nothing,
    trainingContinue: nothing,
    trainingStop: nothing,
    runsList: () => Promise.resolve({ runs: [] }),
    runOpen: () => Promise.resolve(runSummary()),
    runOpenStarter: () => Promise.resolve(runSummary({ runFolder: '/app/starter', name: 'starter' })),
    runRelocate: ({ runFolder }) => Promise.resolve({ same: true, run: runSummary({ runFolder }) }),
    runImport: () => Promise.resolve({ made: true, run: runSummary() }),
    runRename: ({ runFolder, name }) => Promise.resolve(runSummary({ runFolder, name })),
    runDelete: () => Promise.resolve({ deleted: 'old' }),
    runRestore: () => Promise.resolve(runSummary()),
    runsListDeleted: () => Promise.resolve({ runs: [] }),
    runsRemoveDeleted: () => Promise.resolve({ removed: 0 }),
    windowSetTheme: nothing,
    spaceEncode: () => Promise.resolve(embedding()),
    spaceImport: () =>
      Promise.resolve({
        embedding: embedding(),
        map: null,
        missing: ['No labels.'],
        fingerprint: 'vectors',
      }),
    spaceAdd: () =>
      Promise.resolve({
        embedding: embedding({ n: 9 }),
        map: latentMap({ n: 9 }),
        added: { n: 3, fingerprint: 'added' },
      }),
    spaceMap: () => Promise.resolve(latentMap()),
    spaceStopMap: () => Promise.resolve({}),
    spacePreviewMap: () => Promise.resolve({ rows: new Int32Array(6), map: latentMap() }),
    spaceRestoreMap: nothing,
    spacePlace: ({ n }) => Promise.resolve({ n, dims: 3, positions: new Float32Array(n * 3) }),
    spaceDecode: () => Promise.resolve({ n: 1, side: 16, channels: 1, pixels: new Uint8Array(256) }),
    spacePath: ({ steps, method }) =>
      Promise.resolve({
        steps,
        method,
        latents: new Float32Array(steps * 2),
        positions: new Float32Array(steps * 3),
        distance: new Float32Array(steps),
        nearest: Int32Array.from({ length: steps }, (_, frame) => frame % 6),
        nearestDistance: new Float32Array(steps),
        stops: [0, steps - 1],
        bridged: false,
        images: { n: steps, side: 16, channels: 1, pixels: new Uint8Array(steps * 256) },
      }),
    spaceLocate: ({ n, k }) => Promise.resolve(located(n, k)),
    spaceDecodePlace: ({ position }) =>
      Promise.resolve({
        ...decodedLatents(1),
        located: { ...located(1), positions: position },
        around: Int32Array.of(2, 3),
        weights: Float32Array.of(0.75, 0.25),
        mapPercentile: 12,
      }),
    spaceSamples: ({ n = 12, components = 10 }) =>
      Promise.resolve({
        prior: decodedLatents(n),
        mixture: decodedLatents(n),
        components,
        fittedOn: 5000,
        logDensity: { prior: -60, mixture: 120, unseen: 500 },
      }),
    spaceStopSamples: nothing,
    exportPath: ({ steps, format }) =>
      Promise.resolve({ path: `/home/path.${format}`, frames: steps, bytes: 1 }),
    exportCsv: () => Promise.resolve({ path: '/home/a.csv', rows: 6, bytes: 1 }),
    exportEmbedding: () => Promise.resolve({ files: ['/home/a.npy'], rows: 6, bytes: 1 }),
    exportGrid: () => Promise.resolve({ files: ['/home/a.png'], rows: 6, bytes: 1 }),
    exportCancel: nothing,
    exportReport: () => Promise.resolve({ files: ['/home/r.csv'], rows: 1, bytes: 1 }),
    exportPicture: () => Promise.resolve({ path: '/home/a.png', bytes: 1 }),
    projectChoose: () => Promise.resolve({ path: null }),
    projectOpen: () => Promise.reject(new Error('There is no project.')),
    projectSave: ({ how, name }) =>
      Promise.resolve({ saved: { path: `/home/${how === 'same' ? name : how}.atelier`, name } }),
    projectTell: nothing,
    projectAtStart: () => Promise.resolve({ path: null }),
    projectAskToLeave: () => Promise.resolve({ answer: 'cancel' }),
    projectRecent: () => Promise.resolve({ recent: [] }),
    projectForget: nothing,
    dialogChooseImages: () => Promise.resolve({ items: [moths] }),
    dialogChooseRun: () => Promise.resolve({ path: null }),
    filesDropped: () => Promise.resolve({ items: [moths] }),
  };
}

const moths: PickedItem = { path: '/images/moths', kind: 'folder' };
const cacheState: CacheState = { folder: '/cache', bytes: 1000, limit: 2000, images: 3 };

export function summary(changes: Partial<DatasetSummary> = {}): DatasetSummary {
  return {
    source: { kind: 'fashion-mnist' },
    name: 'Fashion-MNIST',
    train: 60_000,
    test: 10_000,
    side: 28,
    channels: 1,
    classes: [
      { name: 'Coat', train: 30_000, test: 5000 },
      { name: 'Bag', train: 30_000, test: 5000 },
    ],
    leftOut: [],
    notes: [],
    parameterCount: 807_025,
    whole: true,
    formats: [],
    sizes: null,
    samples: { n: 0, side: 28, channels: 1, labels: new Int32Array(), pixels: new Uint8Array() },
    cached: 0,
    ...changes,
  };
}

/** Six images of 16 pixels a side with two latent dimensions: image i has mu (i, 0). */
export function embedding(changes: Partial<Embedding> = {}): Embedding {
  const n = changes.n ?? 6;
  return {
    n,
    latent: 2,
    side: 16,
    channels: 1,
    mu: Float32Array.from({ length: n * 2 }, (_, place) => (place % 2 === 0 ? place / 2 : 0)),
    logvar: new Float32Array(n * 2),
    bce: Float32Array.from({ length: n }, (_, i) => 100 + i),
    kl: new Float32Array(n).fill(5),
    labels: Int32Array.from({ length: n }, (_, i) => i % 2),
    isTest: new Uint8Array(n).fill(1),
    labelNames: ['Coat', 'Bag'],
    files: [],
    pixels: new Uint8Array(n * 256),
    ...changes,
  };
}

/** Of `n` vectors, all on image 1. */
export function located(n: number, k = 12): Located {
  const shown = Math.min(k, 6);
  return {
    n,
    k: shown,
    positions: new Float32Array(n * 3),
    nearest: Int32Array.from({ length: n * shown }, (_, place) => (1 + place) % 6),
    distances: Float32Array.from({ length: n * shown }, (_, place) => place % shown),
    percentile: new Float32Array(n).fill(73),
  };
}

/** Of `n` grey vectors of two dimensions. */
export function decodedLatents(n: number): DecodedLatents {
  return {
    latents: Float32Array.from({ length: n * 2 }, (_, place) => place / 10),
    images: { n, side: 16, channels: 1, pixels: new Uint8Array(n * 256).fill(90) },
    located: located(n),
  };
}

export function latentMap(changes: Partial<LatentMap> = {}): LatentMap {
  const n = changes.n ?? 6;
  return {
    n,
    dims: 3,
    method: 'umap',
    metric: 'euclidean',
    positions: new Float32Array(n * 3).fill(1),
    epochs: 200,
    seconds: { neighbours: 1, graph: 1, layout: 1, quality: 1 },
    trustworthiness: 0.98,
    sampled: n,
    neighboursKept: 0.4,
    distortion: new Float32Array(n).fill(0.6),
    explainedVariance: [],
    neighbours: { exact: true, recall: 1, sampled: n },
    landmarks: null,
    notes: [],
    ...changes,
  };
}

export function epochMetrics(epoch: number, changes: Partial<EpochMetrics> = {}): EpochMetrics {
  const losses = { bce: 230, kl: 17, elbo: 247 };
  return {
    epoch,
    step: epoch * 10,
    train: losses,
    test: losses,
    activeUnits: 2,
    klPerDimension: [9, 8],
    imagesPerSecond: 500,
    seconds: 2,
    gradientNorm: 12,
    beta: 1,
    learningRate: 1e-3,
    best: true,
    diagnosis: { state: 'healthy', sentence: '2 of 2 latent dimensions are active.', suggestion: null },
    ...changes,
  };
}

export function progress(step: number, changes: Partial<TrainingProgress> = {}): TrainingProgress {
  return {
    state: 'running',
    runFolder: '/runs/one',
    epoch: 1,
    epochs: 10,
    step,
    steps: 100,
    losses: { bce: 300 - step, kl: 10, elbo: 310 - step },
    imagesPerSecond: 500,
    secondsLeft: 60,
    ...changes,
  };
}

export function runSummary(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    runFolder: '/runs/old',
    name: 'old',
    description: {
      format: 'latent-atelier-run',
      formatVersion: 1,
      created: '2026-11-01T00:00:00Z',
      source: { kind: 'fashion-mnist' },
      options: {},
      config: trainingConfig.parse({ epochs: 10, latent: 2 }),
      network: { side: 28, channels: 1, latent: 2, parameterCount: 1 },
      dataFingerprint: null,
      labelNames: ['Coat', 'Bag'],
      versions: {},
    },
    metrics: [epochMetrics(1)],
    step: 10,
    steps: 100,
    best: null,
    finished: false,
    ...changes,
  };
}

/** Lets everything that is already answered arrive. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** A promise that the test answers when it likes. */
export function later<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: Error) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
