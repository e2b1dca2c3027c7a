import { expect, it } from 'vitest';
import type { BenchResult, MapSeconds } from './figures';
import { benchTable } from './table';

const seconds = (whole: number): MapSeconds => ({
  neighbours: 0.5,
  graph: 0.1,
  layout: 0.25,
  quality: 0.05,
  whole,
});

const result: BenchResult = {
  date: '2026-12-01T10:00:00.000Z',
  machine: { cpu: 'A processor', cores: 1, memoryGiB: 24, platform: 'linux x64' },
  versions: { 'latent-atelier': '0.1.0', tensorflow: '2.21.0' },
  settings: { batch: 128, warmUpSteps: 5, steps: 40, rounds: 2 },
  training: {
    node: { version: '20.20.2', imagesPerSecond: 1505, rounds: [1500, 1510] },
    electron: null,
    pytorch: { version: '2.9', imagesPerSecond: 1000, rounds: [1000, 1000] },
  },
  ratios: { nodeToPyTorch: 1.505 },
  encode: { images: 10_000, seconds: 1.124 },
  decode: [
    { images: 1, milliseconds: 1.6 },
    { images: 1000, milliseconds: 118.04 },
  ],
  map: {
    images: 10_000,
    anew: seconds(0.9),
    again: seconds(0.8),
    besideTraining: seconds(1.7),
    place: { vectors: 32, milliseconds: 4.2 },
  },
};

it('is a table of each kind in Markdown, every row as wide as its head', () => {
  const lines = benchTable(result);
  const text = lines.join('\n');
  expect(lines[0]).toBe(
    '2026-12-01, A processor, 1 core, 24 GiB, linux x64; Latent Atelier 0.1.0, TensorFlow 2.21.0.',
  );
  expect(text).toMatch(/^\| Node 20\.20\.2 +\| 1505 +\| 1500, 1510 \| 1\.50x +\|$/m);
  expect(text).toMatch(/^\| PyTorch 2\.9 +\| 1000 +\| 1000, 1000 \| 1\.00x +\|$/m);
  expect(text).toMatch(/^\| encode 10,000 images +\| 1\.12 s +\|$/m);
  expect(text).toMatch(/^\| decode 1 latent +\| 1\.6 ms +\|$/m);
  expect(text).toMatch(/^\| decode 1,000 latents +\| 118\.0 ms +\|$/m);
  expect(text).toMatch(/^\| place 32 latents in the map +\| 4\.2 ms +\|$/m);
  expect(text).toMatch(/^\| map of 10,000 mu in 3-D \| anew +\| again, .* \| again, while a run trains \|$/m);
  expect(text).toMatch(/^\| all of it +\| 0\.90 s +\| 0\.80 s +\| 1\.70 s +\|$/m);
  const tables = text.split('\n\n').slice(1);
  expect(tables).toHaveLength(3);
  for (const table of tables) expect(new Set(table.split('\n').map((line) => line.length)).size).toBe(1);
});

it('has only what was measured', () => {
  const { encode, decode, map, ...training } = result;
  expect([encode, decode, map].every(Boolean)).toBe(true);
  expect(benchTable(training).join('\n')).not.toMatch(/encode|decode|map of/);
});
