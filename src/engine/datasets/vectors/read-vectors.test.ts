import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../core/formats/npy';
import { writeSafetensors } from '../../../core/formats/safetensors';
import { createEngine, type Engine } from '../../engine';
import { failure } from '../../testing/user-failure';
import { PYARROW_FILES } from './testing/pyarrow-files';

let root = '';
let engine: Engine;
const at = (name: string): string => path.join(root, name);

const LABELS = ['cat', 'dog', 'cat', 'emu', 'dog', 'cat'];
const vectors = Float32Array.from({ length: 18 }, (_, i) => Math.fround(Math.sin(i * 7) * 3));

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-vectors-'));
  engine = createEngine({ emit: () => undefined });
  await mkdir(at('images'));
  for (let i = 0; i < 5; i++) {
    const background = { r: 250 - i * 40, g: 10, b: 10 };
    await sharp({ create: { width: 20, height: 20, channels: 3, background } })
      .png()
      .toFile(at(`images/${i}.png`));
  }
});
afterAll(async () => {
  await engine.shutdown();
  await rm(root, { recursive: true, force: true });
});

const open = (name: string) => engine.call('space.import', { path: at(name) });

describe('vectors from elsewhere', () => {
  it('open with labels, images beside the table, further columns and places', async () => {
    const header = 'name,label,file,age,x,y,dim_0,dim_1,dim_2';
    const rows = LABELS.map((label, i) =>
      ['n' + String(i), label, `images/${i}.png`, i * 2, i, -i, ...vectors.subarray(i * 3, i * 3 + 3)].join(
        ',',
      ),
    );
    await writeFile(at('table.csv'), [header, ...rows].join('\n'));
    const { embedding, map, missing } = await open('table.csv');
    expect(embedding).toMatchObject({ n: 6, latent: 3, side: 64, channels: 3, mu: vectors });
    expect(embedding.labelNames).toEqual(['cat', 'dog', 'emu']);
    expect([...embedding.labels]).toEqual([0, 1, 0, 2, 1, 0]);
    expect(embedding.columns).toEqual([
      { kind: 'text', name: 'name', values: ['n0', 'n1', 'n2', 'n3', 'n4', 'n5'] },
      { kind: 'number', name: 'age', values: Float32Array.of(0, 2, 4, 6, 8, 10) },
      { kind: 'number', name: 'x', values: Float32Array.of(0, 1, 2, 3, 4, 5) },
      { kind: 'number', name: 'y', values: Float32Array.of(0, -1, -2, -3, -4, -5) },
    ]);
    expect([...embedding.pixels.subarray(0, 3)]).toEqual([250, 10, 10]);
    expect([...map!.positions]).toEqual([0, 0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5]);
    expect(map!.dims).toBe(2);
    expect(missing[0]).toBe('1 of its 6 images are not beside it or cannot be read.');
    // What came in goes out, without what is not known.
    await engine.call('export.csv', { path: at('again.csv') });
    expect((await readFile(at('again.csv'), 'utf8')).split('\r\n')[0]).toBe(
      'index,label,label_name,file,mu_0,mu_1,mu_2,x,y,name,age',
    );
    expect((await engine.call('space.map', { neighbors: 3 })).n).toBe(6);
  });

  it('open from npy, safetensors, Parquet and the projector’s pair, to the very same numbers', async () => {
    await writeFile(at('v.npy'), writeNpy({ shape: [6, 3], data: vectors }));
    const tensors = new Map([
      ['bias', { shape: [6], data: new Float32Array(6) }],
      ['embedding', { shape: [6, 3], data: vectors }],
    ]);
    await writeFile(at('v.safetensors'), writeSafetensors(tensors));
    expect((await open('v.npy')).embedding.mu).toEqual(vectors);
    await engine.call('export.embedding', { path: at('v.parquet'), format: 'parquet' });
    await engine.call('export.embedding', { path: at('v.tsv'), format: 'projector' });
    for (const name of ['v.safetensors', 'v.parquet', 'v.tsv']) {
      const { embedding, missing } = await open(name);
      expect(embedding.mu, name).toEqual(vectors);
      expect(missing.join(' '), name).toMatch(/came without images/);
    }
    // Of a model there is none, and that is said when it is asked for.
    await expect(engine.call('space.decode', { n: 1, latents: vectors.slice(0, 3) })).rejects.toThrow(
      /There is no model yet/,
    );
  });

  it('have their labels, images and places beside an array or in it', async () => {
    await writeFile(at('named.npy'), writeNpy({ shape: [6, 3], data: vectors }));
    const rows = LABELS.map((label, i) => [label, `images/${i}.png`, i, -i, 2 * i].join('\t'));
    await writeFile(at('named.metadata.tsv'), ['label\tfile\tx\ty\tz', ...rows].join('\n'));
    const numbers = new Map([
      ['vectors', { shape: [6, 3], data: vectors }],
      ['label', { shape: [6], data: Float32Array.of(2, 1, 2, 0, 1, 2) }],
      ['umap', { shape: [6, 2], data: Float32Array.from({ length: 12 }, (_, i) => i) }],
      ['scale', { shape: [1], data: Float32Array.of(1) }],
    ]);
    await writeFile(at('all.safetensors'), writeSafetensors(numbers));
    const named = await open('named.npy');
    expect(named.embedding).toMatchObject({ mu: vectors, labelNames: ['cat', 'dog', 'emu'], side: 64 });
    expect([named.map?.dims, ...named.map!.positions.subarray(3, 6)]).toEqual([3, 1, -1, 2]);
    const all = await open('all.safetensors');
    expect(all.embedding).toMatchObject({ mu: vectors, labelNames: ['0', '1', '2'] });
    expect([all.map?.dims, ...all.map!.positions]).toEqual([2, ...Array(12).keys()]);
    // The images that are missing are known one by one.
    expect([...named.embedding.absent!.rows]).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it('are recognised again by their fingerprint, and others are not taken for them', async () => {
    await writeFile(at('one.csv'), 'label,v_0,v_1\na,1,2\nb,3,4\n');
    const { fingerprint } = await open('one.csv');
    const again = (name: string) => engine.call('space.import', { path: at(name), fingerprint });
    await writeFile(at('same.csv'), '"label","v_0","v_1"\r\n"a","1","2"\r\n"b","3","4"\r\n');
    expect((await again('same.csv')).embedding.n).toBe(2);
    for (const text of ['label,v_0,v_1\na,1,2\nb,3,5\n', 'label,v_0,v_1\na,1,2\nc,3,4\n']) {
      await writeFile(at('other.csv'), text);
      expect(await failure(again('other.csv'))).toMatch(/other\.csv are not those that were in the map/);
    }
    // What was at hand before is still there.
    await engine.call('export.csv', { path: at('kept.csv') });
    expect(await readFile(at('kept.csv'), 'utf8')).toContain('0,0,a,1,2');
  });

  it.each([
    ['pandas, with its numbered rows', ',0,1,2\n0,1.5,2,3\n1,4,5,6\n', [1.5, 2, 3, 4, 5, 6]],
    ['pandas, without', '0,1,2,3\n9,2,3,4\n5,6,7,8\n', [9, 2, 3, 4, 5, 6, 7, 8]],
    ['no header', '0,1\n2,3\n', [0, 1, 2, 3]],
    ['NumPy’s lists', 'word,v\na,"[1.  2.5\n 3.]"\nb,[4. 5. 6.]\n', [1, 2.5, 3, 4, 5, 6]],
    ['Python’s lists', 'v\n"[1, 2]"\n"[3, -4e-1]"\n', [1, 2, 3, Math.fround(-0.4)]],
    ['a byte order mark, CRLF and quotes', '\uFEFF"v_0","v_1"\r\n"1","2"\r\n3,4\r\n', [1, 2, 3, 4]],
    ['a column without a name', 'v_0,,v_1\n1,x,2\n3,y,4\n', [1, 2, 3, 4]],
    ['semicolons and decimal commas', 'v_0;v_1\r\n1,5;2\r\n3;-4,25\r\n', [1.5, 2, 3, -4.25]],
    ['Excel’s Unicode', Buffer.from('\uFEFFv_0\tv_1\r\n1\t2\r\n', 'utf16le'), [1, 2]],
    ['places alone', 'x,y\n1,2\n3,4\n', [1, 2, 3, 4]],
  ])('open from a CSV of %s', async (_, text, numbers) => {
    await writeFile(at('odd.csv'), text);
    expect([...(await open('odd.csv')).embedding.mu]).toEqual(numbers);
  });

  it('keep the numbers of their classes, and of their rows where these are not ours', async () => {
    const rows = ['7,dog,3,1,2', '5,cat,1,3,4', '6,,,5,6'];
    await writeFile(at('classes.csv'), ['index,label_name,label,v_0,v_1', ...rows].join('\n'));
    const { embedding } = await open('classes.csv');
    expect([embedding.labelNames, [...embedding.labels]]).toEqual([
      ['cat', 'dog'],
      [1, 0, -1],
    ]);
    expect(embedding.columns?.map(({ name }) => name)).toEqual(['index', 'label']);
    await engine.call('export.csv', { path: at('classes-again.csv') });
    expect((await readFile(at('classes-again.csv'), 'utf8')).split('\r\n').slice(0, 2)).toEqual([
      'index,label,label_name,mu_0,mu_1,index_given,label_given',
      '0,1,dog,1,2,7,3',
    ]);
    // What was exported comes back without a column more.
    await engine.call('export.csv', { path: at('own.csv'), columns: ['index', 'label', 'label_name', 'mu'] });
    expect((await open('own.csv')).embedding).toMatchObject({ labelNames: ['cat', 'dog'], columns: [] });
    const about = JSON.parse(await readFile(at('own.csv.json'), 'utf8')) as Record<string, unknown>;
    expect(about).toMatchObject({ data: 'classes.csv', run: null });
    expect(about['dataFingerprint']).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['list', [1, 2, 3, 4, 5, 6, 7, 8.5]],
    ['f64', [1.5, 1, 2.5, 2]],
    ['f16', [1.5, 1, -2, 2]],
  ] as const)('open from the Parquet of pyarrow: %s', async (name, numbers) => {
    await writeFile(at('odd.parquet'), Buffer.from(PYARROW_FILES[name], 'base64'));
    const { embedding } = await open('odd.parquet');
    expect([...embedding.mu]).toEqual(numbers);
    if (name === 'list') expect([...embedding.labels]).toEqual([0, 1, -1, 0]);
  });

  it('come back with what they had: variances and errors of this app’s own tables', async () => {
    const header = 'index,split,mu_0,mu_1,logvar_0,logvar_1,bce,kl';
    await writeFile(at('full.csv'), `${header}\n0,test,1,2,-3,-4,5,6\n1,train,7,8,-9,-10,11,12\n`);
    const { embedding, missing } = await open('full.csv');
    expect(embedding).toMatchObject({
      logvar: Float32Array.of(-3, -4, -9, -10),
      bce: Float32Array.of(5, 11),
      kl: Float32Array.of(6, 12),
      isTest: Uint8Array.of(1, 0),
      columns: [],
    });
    expect(missing.join(' ')).not.toMatch(/posterior/);
    await writeFile(at('part.csv'), 'mu_0,mu_1,bce\n1,2,3\n');
    expect((await open('part.csv')).missing.join(' ')).toMatch(
      /posterior is not known: without variances \(logvar_0, …\), divergences \(kl\) there is nothing/,
    );
  });

  it('are copied with their metadata and the images beside them, and nothing from elsewhere', async () => {
    for (const name of ['home/images', 'home/.ssh', 'elsewhere']) await mkdir(at(name), { recursive: true });
    const png = await sharp(Buffer.alloc(4, 200), { raw: { width: 2, height: 2, channels: 1 } })
      .png()
      .toBuffer();
    for (const name of ['home/images/a.png', 'secret.png', 'home/.ssh/hidden.png', 'elsewhere/b.png'])
      await writeFile(at(name), png);
    await writeFile(at('home/images/key.png'), '-----BEGIN OPENSSH PRIVATE KEY-----');
    await symlink(at('secret.png'), at('home/images/link.png'));
    await symlink(at('elsewhere'), at('home/linked'));
    const refused = ['../secret.png', '.ssh/hidden.png', 'images/key.png', 'images/link.png', 'linked/b.png'];
    const files = ['images/a.png', ...refused, 'images/gone.png'].map((name) => `${name}\tx`);
    const data = Float32Array.from(files, (_, row) => row);
    await writeFile(at('home/v.npy'), writeNpy({ shape: [files.length, 1], data }));
    await writeFile(at('home/v.metadata.tsv'), ['file\tlabel', ...files].join('\n'));
    const { fingerprint, embedding } = await open('home/v.npy');
    const copy = (into: string, of = fingerprint) =>
      engine.call('vectors.copy', { path: at('home/v.npy'), fingerprint: of, folder: at(into) });
    expect(await failure(copy('other', 'f00'))).toMatch(/have changed since they were opened/);
    expect(await copy('copy')).toEqual({ path: at('copy/v.npy'), labels: [], leftOut: refused.length });
    expect((await readdir(at('copy'), { recursive: true })).sort()).toEqual([
      'images',
      path.join('images', 'a.png'),
      'v.metadata.tsv',
      'v.npy',
    ]);
    const again = await engine.call('space.import', { path: at('copy/v.npy'), fingerprint });
    expect(again.embedding.mu).toEqual(embedding.mu);
    await writeFile(at('taken'), '');
    expect(await failure(copy('taken'))).toMatch(/taken.* where a folder is needed/);
  });

  it('that cannot be opened say why in one sentence', async () => {
    const npy = writeNpy({ shape: [2, 3], data: vectors.slice(0, 6) });
    const pickled = Buffer.from(npy);
    pickled.write("'|O' ", pickled.indexOf("'<f4'"), 'latin1');
    const safe = writeSafetensors(new Map([['v', { shape: [2, 3], data: vectors.slice(0, 6) }]]));
    const huge = Buffer.alloc(64);
    huge.writeBigUInt64LE(1n << 40n);
    const weights = new Map([['z_mean.weight', { shape: [2, 3], data: vectors.slice(0, 6) }]]);
    const files: [name: string, content: string | Uint8Array, sentence: RegExp][] = [
      ['flat.npy', writeNpy({ shape: [6], data: vectors.slice(0, 6) }), /shape \[6\], but vectors are/],
      [
        'none.npy',
        writeNpy({ shape: [0, 3], data: new Float32Array() }),
        /holds no vectors: its array has the shape \[0, 3\]/,
      ],
      [
        'nan.npy',
        writeNpy({ shape: [2, 2], data: Float32Array.of(1, NaN, 2, 3) }),
        /Vector 0 in .* not a finite/,
      ],
      [
        'large.npy',
        writeNpy({ shape: [1, 2], data: Float64Array.of(1, 1e300) }),
        /Vector 0 in .* not a finite/,
      ],
      ['pickled.npy', pickled, /pickled Python objects, which are never run/],
      ['cut.npy', npy.subarray(0, 100), /is cut short/],
      ['empty.npy', '', /not a \.npy file/],
      ['empty.csv', '', /table is empty/],
      ['header.csv', 'v_0,v_1\n', /has columns and no rows/],
      ['words.csv', 'a,b\nx,y\n', /no columns of vectors/],
      ['ragged.csv', 'v_0,v_1\n1,2\n3\n', /Line 3 of this CSV has 1 cell where the first row has 2/],
      ['quote.csv', 'v_0,v_1\n"1,2\n', /quote opened on line 2 .* never closed/],
      ['hole.csv', 'v_0,v_1\n1,2\n3,\n', /Vector 1 in .* not a finite number/],
      ['mixed.csv', 'v_0,v_1\n1,2\n3,many\n', /Row 1 of the column "v_1" holds "many", which is no number/],
      [
        'middle.csv',
        'v\n"[1 ... 3]"\n"[1 2 3]"\n',
        /row 0 of the column "v" holds "\.\.\.", which is no number/,
      ],
      ['lists.csv', 'v\n"[1, 2]"\n"[3]"\n', /row 1 of the column "v" has 1 numbers where the others have 2/],
      ['latin.csv', Buffer.from('v_0,v_1,caf\u00e9\n1,2,3\n', 'latin1'), /is not UTF-8 text/],
      ['ragged.tsv', '1\t2\n3\n', /Line 2 of this TSV has 1 cells where the first has 2/],
      ['no.parquet', 'words', /It is no Parquet, or is damaged/],
      ['empty.parquet', Buffer.from(PYARROW_FILES.empty, 'base64'), /has columns and no rows/],
      ['hole.parquet', Buffer.from(PYARROW_FILES.hole, 'base64'), /list in row 1 .* holds a null/],
      ['none.parquet', Buffer.from(PYARROW_FILES.none, 'base64'), /Row 1 of the column "v" has no list/],
      [
        'ragged.parquet',
        Buffer.from(PYARROW_FILES.ragged, 'base64'),
        /row 1 of the column "v" has 1 numbers/,
      ],
      ['null.parquet', Buffer.from(PYARROW_FILES.null, 'base64'), /Vector 1 in .* not a finite number/],
      ['cut.parquet', Buffer.from(PYARROW_FILES.f64, 'base64').subarray(0, 200), /no Parquet, or is damaged/],
      ['cut.safetensors', safe.subarray(0, safe.length - 1), /is cut short/],
      ['huge.safetensors', huge, /announces a header of 1099511627776 bytes/],
      [
        'weights.safetensors',
        writeSafetensors(weights),
        /weights of a network, and no vectors: open it as a model/,
      ],
      [
        'flat.safetensors',
        writeSafetensors(new Map([['v', { shape: [3], data: vectors.slice(0, 3) }]])),
        /no array of two/,
      ],
      [
        'three.npy',
        writeNpy({ shape: [1, 2, 3], data: vectors.slice(0, 6) }),
        /shape \[1, 2, 3\], but vectors/,
      ],
      ['picture.png', 'words', /must end in \.npy/],
    ];
    for (const [name, content, sentence] of files) {
      await writeFile(at(name), content);
      expect(await failure(open(name)), name).toMatch(sentence);
    }
    await writeFile(at('beside.npy'), npy);
    await writeFile(at('beside.metadata.tsv'), 'a\tb\n1\n');
    const { missing } = await open('beside.npy');
    expect(missing.join(' ')).toMatch(/labels beside it are left aside: .*Line 2 of beside\.metadata\.tsv/);
    expect(missing.join(' ')).not.toMatch(/It has no labels/);
    expect(await failure(open('gone.csv'))).toMatch(/There is no file/);
    await mkdir(at('folder.npy'));
    expect(await failure(open('folder.npy'))).toMatch(/is a folder: name a file/);
    if (process.platform === 'win32') return;
    await promisify(execFile)('mkfifo', [at('pipe.csv')]);
    expect(await failure(open('pipe.csv'))).toMatch(/is a pipe, a socket or a device/);
  });
});
