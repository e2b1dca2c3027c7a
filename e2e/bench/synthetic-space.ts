import type { RunningApp } from '../app';

export interface SyntheticSpace {
  points: number;
  /** Side of the square grey images, in pixels. */
  side: number;
}

/**
 * Opens a map of so many points in the app's own window: main answers in the engine's place, with ten curved sheets of
 * points and noise for images. Everything from main's answers on is the app as it is.
 */
export async function openSyntheticSpace(app: RunningApp, space: SyntheticSpace): Promise<void> {
  await app.electron.evaluate(({ ipcMain }, { points: n, side }) => {
    let seed = 1;
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 4294967296;
    };
    const classes = 10;
    const positions = new Float32Array(n * 3);
    const labels = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const label = Math.floor(random() * classes);
      const angle = (label / classes) * 2 * Math.PI;
      const [u, v] = [(random() - 0.5) * 3, (random() - 0.5) * 3];
      labels[i] = label;
      positions[i * 3] = 8 * Math.cos(angle) + u;
      positions[i * 3 + 1] = 4 * Math.sin(angle * 2) + v;
      positions[i * 3 + 2] = 8 * Math.sin(angle) + 0.3 * u * v + 0.2 * random();
    }
    const values = () => Float32Array.from({ length: n }, random);
    const pixels = Uint8Array.from({ length: n * side * side }, (_, at) => (at * 2654435761) >>> 24);
    const embedding = {
      n,
      latent: 2,
      side,
      channels: 1,
      mu: new Float32Array(n * 2),
      logvar: new Float32Array(n * 2),
      bce: values(),
      kl: values(),
      labels,
      isTest: new Uint8Array(n).fill(1),
      labelNames: Array.from({ length: classes }, (_, label) => `sheet ${label}`),
      files: [],
      pixels,
    };
    const map = {
      n,
      dims: 3,
      method: 'umap',
      metric: 'euclidean',
      positions,
      epochs: 200,
      seconds: { neighbours: 0, graph: 0, layout: 0, quality: 0 },
      trustworthiness: null,
      sampled: 0,
      neighboursKept: null,
      distortion: values(),
      explainedVariance: [],
      neighbours: { exact: true, recall: 1, sampled: n },
      landmarks: null,
      notes: [],
    };
    const run = {
      runFolder: '/bench',
      name: 'bench',
      description: {
        format: 'latent-atelier-run',
        formatVersion: 1,
        created: '2026-01-01T00:00:00Z',
        source: { kind: 'fashion-mnist' },
        options: {},
        config: {
          latent: 2,
          batch: 100,
          epochs: 1,
          learningRate: 1e-3,
          seed: 0,
          objective: 'elbo',
          beta: 1,
          warmup: 0,
          earlyStopping: null,
        },
        network: { side, channels: 1, latent: 2, parameterCount: 1 },
        dataFingerprint: null,
        labelNames: embedding.labelNames,
        versions: {},
      },
      metrics: [],
      step: 1,
      steps: 1,
      finished: true,
      best: null,
    };
    const answers: Record<string, unknown> = {
      'runs.list': { runs: [run] },
      'run.open': run,
      'space.encode': embedding,
      'space.map': map,
    };
    for (const [call, output] of Object.entries(answers)) {
      ipcMain.removeHandler(`atelier:call:${call}`);
      ipcMain.handle(`atelier:call:${call}`, () => ({ ok: true, output }));
    }
  }, space);
  await app.page.evaluate(() => {
    const settings = { theme: 'dark', colourBy: 'label', left: 332, right: 336, lastRun: '/bench' };
    localStorage.setItem('latent-atelier-settings', JSON.stringify(settings));
  });
  await app.page.reload();
  const status = app.page.getByTestId('map-status');
  await status.getByText(`${space.points.toLocaleString('en-US')} points`).waitFor();
}
