import type { CacheState } from '../../contract/dataset';
import type { PickedItem } from '../../contract/window-calls';
import type { Bridge } from '../store/atelier';
import { summary } from './made-data';
import { runSummary } from './made-runs';
import { tableLook, tableRoles } from './made-table';
import { decodedLatents, embedding, latentMap, located } from './made-space';

/** What a window can ask for. */
export type Calls = Omit<Bridge, 'on'>;

const moths: PickedItem = { path: '/images/moths', kind: 'folder' };
const cacheState: CacheState = { folder: '/cache', bytes: 1000, limit: 2000, images: 3, problem: null };

/** What every call gets where a test says nothing else. */
export function answers(): Calls {
  const nothing = () => Promise.resolve({});
  return {
    engineDescribe: () => Promise.resolve({ pid: 1, versions: {} }),
    engineStatus: () => Promise.resolve({ state: 'ready', message: '', resumable: null }),
    engineRestart: nothing,
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
    trainingGiveWay: nothing,
    runsList: () => Promise.resolve({ runs: [] }),
    runOpen: () => Promise.resolve(runSummary()),
    runHistory: () => Promise.resolve({ curve: null, maps: [], samples: [], notes: [] }),
    runOpenStarter: () => Promise.resolve(runSummary({ runFolder: '/app/starter', name: 'starter' })),
    runRelocate: ({ runFolder }) => Promise.resolve({ same: true, run: runSummary({ runFolder }) }),
    runImport: () => Promise.resolve({ made: true, run: runSummary() }),
    runRename: ({ runFolder, name }) => Promise.resolve(runSummary({ runFolder, name })),
    runDelete: () => Promise.resolve({ deleted: 'old' }),
    runRestore: () => Promise.resolve(runSummary()),
    runsListDeleted: () => Promise.resolve({ runs: [] }),
    runsRemoveDeleted: () => Promise.resolve({ removed: 0 }),
    windowSetTheme: nothing,
    windowCommand: nothing,
    spaceEncode: () => Promise.resolve(embedding()),
    vectorsLook: () => Promise.resolve(tableLook()),
    spaceImport: () =>
      Promise.resolve({
        embedding: embedding(),
        map: null,
        missing: ['No labels.'],
        roles: tableRoles(),
        taken: 'Vectors: v_0, v_1; label: label; colours: age, word.',
        fingerprint: 'vectors',
      }),
    spaceAddColumns: () =>
      Promise.resolve({
        columns: [{ kind: 'text', name: 'site', values: ['n', 's', 'n', 's', 'n', 's'] }],
        added: ['site'],
        match: { by: 'row', key: null, matched: 6, unused: 0 },
        fingerprint: 'columns',
        notes: [],
      }),
    vectorsPair: ({ paths }) =>
      Promise.resolve({ vectors: paths[0]!, images: null, labels: paths.slice(1), columns: null }),
    spaceAdd: () =>
      Promise.resolve({
        embedding: embedding({ n: 9 }),
        map: latentMap({ n: 9 }),
        added: { n: 3, fingerprint: 'added' },
      }),
    spaceMap: () => Promise.resolve(latentMap()),
    spaceStopMap: () => Promise.resolve({}),
    spaceStopSearch: () => Promise.resolve({}),
    spacePreviewMap: () => Promise.resolve({ rows: new Int32Array(6), map: latentMap() }),
    spaceRestoreMap: ({ map }) => Promise.resolve(map),
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
      Promise.resolve({ saved: { path: `/home/${how === 'same' ? name : how}.atelier`, name }, leftOut: 0 }),
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
