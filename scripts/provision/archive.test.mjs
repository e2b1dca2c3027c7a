import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unpackTar, unpackZip } from './archive.mjs';

/** @type {string} */
let folder;
/** @type {string} */
let archive;
/** @type {string} */
let into;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
  archive = join(folder, 'archive');
  into = join(folder, 'into');
  await mkdir(into);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** @param {string | Buffer} content */
const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/**
 * A zip as one made on Unix, without a library that only tests would need (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16).
 * @param {Record<string, { content: string | Buffer, mode: number }>} entries
 */
function zip(entries) {
  const files = [];
  const directory = [];
  let offset = 0;
  for (const [name, { content, mode }] of Object.entries(entries)) {
    const data = deflateRawSync(content);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), shared, Buffer.from(name), data]);
    const madeOnUnix = Buffer.from([20, 3]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(mode * 0x10000, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02'), madeOnUnix, shared, rest, Buffer.from(name));
    files.push(file);
    offset += file.length;
  }
  const end = Buffer.alloc(18);
  const count = Object.keys(entries).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, ...directory, Buffer.from('PK\x05\x06'), end]);
}

test('a zip is unpacked with its run bits and links', async () => {
  const entries = {
    'app/': { content: '', mode: 0o040755 },
    'app/run': { content: '#!/bin/sh', mode: 0o100755 },
    'app/data': { content: 'data', mode: 0o100644 },
    'app/link': { content: 'data', mode: 0o120777 },
  };
  await writeFile(archive, zip(entries));
  const hashes = await unpackZip(archive, into);
  expect(hashes).toEqual(
    new Map([
      ['app/run', sha256('#!/bin/sh')],
      ['app/data', sha256('data')],
    ]),
  );
  expect((await stat(join(into, 'app/run'))).mode & 0o111).toBe(0o111);
  expect((await stat(join(into, 'app/data'))).mode & 0o111).toBe(0);
  expect(await readlink(join(into, 'app/link'))).toBe('data');
});

test('what is picked of a zip goes where it is told to', async () => {
  await writeFile(
    archive,
    zip({ 'a/one': { content: '1', mode: 0o100644 }, 'a/two': { content: '2', mode: 0o100644 } }),
  );
  const pick = (/** @type {string} */ name) => (name === 'a/two' ? 'lib/2' : undefined);
  expect([...(await unpackZip(archive, into, { pick })).keys()]).toEqual(['lib/2']);
  expect(await readFile(join(into, 'lib/2'), 'utf8')).toBe('2');
});

test('a zip with a damaged file is refused', async () => {
  const whole = zip({ file: { content: Buffer.alloc(10_000, 'abc'), mode: 0o100644 } });
  whole.fill(0xff, 36, 50);
  await writeFile(archive, whole);
  await expect(unpackZip(archive, into)).rejects.toThrow();
});

test('the members asked for come out of a tar, and a damaged one is a failed source', async () => {
  await mkdir(join(folder, 'package', 'bin'), { recursive: true });
  await writeFile(join(folder, 'package', 'bin', 'run'), 'run');
  await writeFile(join(folder, 'package', 'readme'), 'read');
  execFileSync('tar', ['-czf', archive, '-C', folder, 'package']);
  const hashes = await unpackTar(archive, into, { strip: 2, members: ['package/bin'] });
  expect(hashes).toEqual(new Map([['run', sha256('run')]]));

  await writeFile(archive, (await readFile(archive)).subarray(0, 100));
  await expect(unpackTar(archive, into)).rejects.toThrow(/cannot be unpacked/);
});

test('a kill while unpacking leaves nothing in place, and the next run is none the worse for it', async () => {
  await writeFile(archive, zip({ large: { content: Buffer.alloc(200_000_000), mode: 0o100644 } }));
  const place = join(folder, 'place');
  const modules = Object.entries({ unpackZip: 'archive', putInPlace: 'place' }).map(
    ([name, file]) =>
      `import { ${name} } from ${JSON.stringify(new URL(`./${file}.mjs`, import.meta.url).href)};`,
  );
  const work = `await unpackZip(${JSON.stringify(archive)}, ${JSON.stringify(into)}); await putInPlace(${JSON.stringify(into)}, ${JSON.stringify(place)});`;
  const start = () =>
    spawn(process.execPath, ['--input-type=module', '--eval', [...modules, work].join('\n')]);

  const killed = start();
  await expect.poll(() => existsSync(join(into, 'large')), { interval: 1 }).toBe(true);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(existsSync(place)).toBe(false);

  const [code] = await once(start(), 'exit');
  expect(code).toBe(0);
  expect((await stat(join(place, 'large'))).size).toBe(200_000_000);
});
