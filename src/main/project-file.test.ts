import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { chmod, mkdir, mkdtemp, readFile, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../contract/errors';
import type { ProjectContent } from '../contract/project';
import { layoutSettings } from '../contract/project';
import {
  fromDocument,
  parseProject,
  readProject,
  toDocument,
  writeProject,
  type Saving,
} from './project-file';

const starterFolder = '/app/resources/starter';
const saving: Saving = {
  saved: new Date('2026-11-21T12:00:00Z'),
  versions: { 'latent-atelier': '0.1.0' },
  starterFolder,
  run: { created: '2026-11-20T08:00:00Z', dataFingerprint: 'abc' },
};

/** Of `n` images in folders below `root`. */
function content(root: string, n = 3): ProjectContent {
  return {
    run: {
      runFolder: path.join(root, 'runs', 'one'),
      checkpoint: 'last',
      step: 40,
      source: { kind: 'folder', path: path.join(root, 'images') },
    },
    shown: { title: 'Test set of images', split: 'test' },
    added: [
      {
        title: 'moths',
        options: {
          side: 16,
          fit: 'crop',
          invert: false,
          ground: 'black',
          levels: 'stored',
          pages: 'first',
          rules: 2,
        },
        source: { kind: 'images', paths: [path.join(root, 'moths'), path.join(root, 'a.png')] },
        n: 1,
        fingerprint: 'def',
      },
    ],
    layout: layoutSettings.parse({}),
    colourBy: 'column:set',
    view: {
      n,
      a: 1,
      b: null,
      focus: 'a',
      path: { method: 'graph', via: [2], steps: 12, frame: 0, compare: true },
      camera: { dims: 3, position: [1, 2, 3], target: [0, 0, 0.5], fitted: false },
      dimmed: [3],
      range: null,
      groups: [{ id: 1, name: 'Überraschung "x"', rows: [0, 2] }],
    },
    pins: [{ index: 2, note: 'a\nnote' }],
    map: {
      n,
      dims: 3,
      method: 'umap',
      metric: 'euclidean',
      positions: Float32Array.from({ length: n * 3 }, (_, i) => Math.fround(i / 7)),
      epochs: 200,
      seconds: { neighbours: 1, graph: 0, layout: 0.25, quality: 0 },
      trustworthiness: 0.9,
      sampled: n,
      neighboursKept: null,
      distortion: new Float32Array(n).fill(NaN),
      explainedVariance: [],
      neighbours: { exact: true, recall: 1, sampled: n },
      landmarks: null,
      notes: ['A note.'],
    },
  };
}

const isThere = () => true;
const sentence = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error instanceof Error ? error.message : '';
  }
  return expect.unreachable('it was read');
};

describe('a project file', () => {
  let root = '';
  beforeAll(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'atelier-project-')));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('reads back to what was written, whatever the numbers, names and notes', () => {
    const file = path.join(root, 'deep', 'one.atelier');
    const numbers = fc.float32Array({ minLength: 9, maxLength: 9, noNaN: true });
    fc.assert(
      fc.property(numbers, fc.string({ unit: 'binary' }), fc.nat(2), (positions, text, row) => {
        const before = content(root);
        const whole: ProjectContent = {
          ...before,
          pins: [{ index: row, note: text }],
          view: { ...before.view, a: row, groups: [{ id: 7, name: text, rows: [row] }] },
          map: { ...before.map!, positions, distortion: positions.slice(0, 3) },
        };
        const text_ = JSON.stringify(toDocument(file, whole, saving));
        const read = fromDocument(file, parseProject(text_, file), starterFolder, isThere);
        expect(read).toEqual({ content: whole, runFound: true });
      }),
      { numRuns: 30 },
    );
  });

  it('finds what has moved with it, then what stayed, and takes no other run for its own', async () => {
    for (const name of ['first/runs/one', 'first/images', 'first/moths'])
      await mkdir(path.join(root, name), { recursive: true });
    await writeFile(path.join(root, 'first/a.png'), '');
    const file = path.join(root, 'first', 'p.atelier');
    writeProject(file, content(path.join(root, 'first')), saving);
    expect((await readdir(path.join(root, 'first'))).sort()).toEqual([
      'a.png',
      'images',
      'moths',
      'p.atelier',
      'runs',
    ]);
    await rename(path.join(root, 'first'), path.join(root, 'second'));
    await mkdir(path.join(root, 'second/away'));
    const moved = path.join(root, 'second', 'p.atelier');
    const read = fromDocument(moved, readProject(moved), starterFolder, isThere);
    expect(read.content).toEqual(content(path.join(root, 'second')));
    // The file alone moves: what it named is where it was when it was saved.
    await rename(path.join(root, 'second'), path.join(root, 'first'));
    const alone = path.join(root, 'p.atelier');
    await rename(path.join(root, 'first', 'p.atelier'), alone);
    const isOld = (folder: string) => folder.startsWith(path.join(root, 'first'));
    expect(fromDocument(alone, readProject(alone), starterFolder, isOld).content).toEqual(
      content(path.join(root, 'first')),
    );
    const { content: lost, runFound } = fromDocument(alone, readProject(alone), starterFolder, () => false);
    expect([runFound, lost.run?.runFolder]).toEqual([false, path.join(root, 'first/runs/one')]);
  });

  it('names the model that came with the app by no path, for every installation has its own', () => {
    const file = path.join(root, 'one.atelier');
    const before = content(root);
    const starter = { ...before, run: { ...before.run!, runFolder: starterFolder } };
    const document = toDocument(file, starter, saving);
    expect(document.run?.place).toBeNull();
    expect(fromDocument(file, document, '/elsewhere/starter', () => false)).toMatchObject({
      content: { run: { runFolder: '/elsewhere/starter' } },
      runFound: true,
    });
  });

  it('of vectors from elsewhere names their file, with or without a run', async () => {
    const file = path.join(root, 'v', 'vectors.atelier');
    await mkdir(path.join(root, 'v'));
    const vectors = { path: path.join(root, 'v', 'words.npy'), fingerprint: 'f00' };
    const without = {
      ...content(root),
      run: null,
      shown: { title: 'words', split: 'all' as const, vectors },
    };
    const document = toDocument(file, without, { ...saving, run: null });
    expect(document).toMatchObject({
      run: null,
      data: null,
      shown: { vectors: { place: { relative: 'words.npy' }, fingerprint: 'f00' } },
    });
    const read = parseProject(JSON.stringify(document), file);
    expect(fromDocument(file, read, starterFolder, () => false)).toEqual({
      content: without,
      runFound: true,
    });
    await writeFile(path.join(root, 'words.npy'), '');
    // Moved together with its file, it names that.
    const moved = fromDocument(path.join(root, 'vectors.atelier'), read, starterFolder, isThere);
    expect(moved.content.shown.vectors?.path).toBe(path.join(root, 'words.npy'));
    const whole = { ...without, run: content(root).run };
    expect(fromDocument(file, toDocument(file, whole, saving), starterFolder, isThere).content).toEqual(
      whole,
    );
    const nothing = JSON.stringify({ ...document, shown: { title: 'words', split: 'all' } });
    expect(sentence(() => parseProject(nothing, file))).toMatch(/is damaged/);
  });

  it('says in one sentence what is wrong with a file that cannot be read', () => {
    const file = path.join(root, 'bad.atelier');
    const whole = JSON.stringify(toDocument(file, content(root), saving));
    const read = (text: string) => sentence(() => parseProject(text, file));
    for (const text of [
      '',
      'PK\u0003\u0004',
      '[]',
      '{}',
      '{"format":"latent-atelier-run","formatVersion":1}',
      'null',
    ])
      expect(read(text)).toBe(`${file} is not a project of this app: choose a file that ends with .atelier.`);
    expect(read(whole.slice(0, -30))).toMatch(/^The project .* is damaged, for its end is missing/);
    expect(read(whole.replace('"formatVersion":1', '"formatVersion":2'))).toMatch(
      /^The project .* was saved by a newer version of this app: update the app/,
    );
    expect(read(whole.replace('"checkpoint":"last"', '"checkpoint":"first"'))).toMatch(
      /damaged \(at run\.checkpoint\)/,
    );
    expect(read(whole.replace('"n":3,"dims"', '"n":4,"dims"'))).toMatch(/damaged \(at map\)/);
    expect(sentence(() => readProject(path.join(root, 'none.atelier')))).toMatch(/is not there any more\.$/);
    expect(sentence(() => readProject(root))).toMatch(/is a folder/);
    if (process.platform === 'win32') return;
    const pipe = path.join(root, 'pipe.atelier');
    execFileSync('mkfifo', [pipe]);
    expect(sentence(() => readProject(pipe))).toMatch(/is a pipe, a socket or a device/);
  });

  it('that cannot be written stays as it was', async () => {
    const file = path.join(root, 'kept.atelier');
    writeProject(file, content(root), saving);
    const before = await readFile(file, 'utf8');
    const long = (letters: number): string => path.join(root, `${'\u86fe'.repeat(letters)}.atelier`);
    writeProject(long(82), content(root), saving);
    expect(readProject(long(82)).saved).toBe(saving.saved.toISOString());
    expect(sentence(() => writeProject(long(83), content(root), saving))).toMatch(/ is too long: save/);
    const unwritable = path.join(root, 'folder.atelier');
    await mkdir(unwritable);
    expect(sentence(() => writeProject(unwritable, content(root), saving))).toMatch(/is a folder: save/);
    if (process.getuid?.() !== 0) {
      await chmod(root, 0o500);
      expect(sentence(() => writeProject(file, content(root), saving))).toMatch(
        /^The project cannot be written to/,
      );
      await chmod(root, 0o700);
    }
    expect(await readFile(file, 'utf8')).toBe(before);
    expect((await readdir(root)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
