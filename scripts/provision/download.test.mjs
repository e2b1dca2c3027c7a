import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { download } from './download.mjs';
import { SourceError } from './setup-error.mjs';

const content = Buffer.alloc(300_000, 'latent atelier ');
const sha256 = createHash('sha256').update(content).digest('hex');

/** @type {import('node:http').RequestListener} */
let answer;
/** @type {(string | undefined)[]} the range header of each request */
let ranges;
const server = createServer((request, response) => {
  ranges.push(request.headers.range);
  answer(request, response);
});
/** @type {string} */
let folder;
/** @type {string} */
let to;
/** @type {string} */
let url;

beforeEach(async () => {
  ranges = [];
  folder = await mkdtemp(join(tmpdir(), 'download-'));
  to = join(folder, 'file');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address?.port}/file`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await rm(folder, { recursive: true });
});

/** Serves the content, from where it is asked for. @type {import('node:http').RequestListener} */
const serve = (request, response) => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': content.length - from });
  response.end(content.subarray(from));
};

test('what arrives is checked, and put in place whole', async () => {
  answer = serve;
  /** @type {[number, number | undefined][]} */
  const progress = [];
  await download({ url, to, sha256, onBytes: (done, total) => progress.push([done, total]) });
  expect((await readFile(to)).equals(content)).toBe(true);
  expect(await readdir(folder)).toEqual(['file']);
  expect(progress.at(-1)).toEqual([content.length, content.length]);
});

test('what is there already is not fetched again', async () => {
  await writeFile(to, content);
  answer = () => expect.unreachable();
  await download({ url, to, sha256 });
});

test('a wrong SHA-256 leaves nothing', async () => {
  answer = (_, response) => void response.end('something else');
  await expect(download({ url, to, sha256 })).rejects.toThrow(/SHA-256/);
  expect(await readdir(folder)).toEqual([]);
});

test('an answer other than the file is a failed source', async () => {
  answer = (_, response) => void response.writeHead(404).end();
  await expect(download({ url, to, sha256 })).rejects.toThrow(new SourceError('it answered 404'));
});

test('a host that does not answer is given up', async () => {
  answer = () => undefined;
  await expect(download({ url, to, sha256, answerMs: 50 })).rejects.toThrow(
    new SourceError('it does not answer'),
  );
});

test('nobody at the door is a failed source', async () => {
  await expect(download({ url: 'http://127.0.0.1:9/file', to, sha256 })).rejects.toThrow(/out of reach/);
});

test('a stall is noticed, and the next try takes up where it stopped', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 100_000));
  };
  const wanted = { url, to, sha256, stallMs: 200 };
  await expect(download(wanted)).rejects.toThrow(new SourceError('it stopped sending'));
  expect(await readdir(folder)).toEqual(['file.part']);
  const { size } = await stat(`${to}.part`);
  expect(size).toBeGreaterThan(0);

  answer = serve;
  await download(wanted);
  expect(ranges).toEqual([undefined, `bytes=${size}-`]);
  expect((await readFile(to)).equals(content)).toBe(true);
});

test('a body that breaks off is a failed source', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 100_000), () => response.destroy());
  };
  await expect(download({ url, to, sha256 })).rejects.toThrow(SourceError);
  expect(await readdir(folder)).toEqual(['file.part']);
});

test('a leftover of something else is thrown away and all is fetched again', async () => {
  await writeFile(`${to}.part`, Buffer.alloc(1000));
  answer = serve;
  await download({ url, to, sha256 });
  expect(ranges).toEqual(['bytes=1000-', undefined]);
  expect((await readFile(to)).equals(content)).toBe(true);
});

test('a leftover longer than the file is thrown away', async () => {
  await writeFile(`${to}.part`, Buffer.alloc(content.length + 1));
  answer = (request, response) => {
    if (request.headers.range) response.writeHead(416).end();
    else serve(request, response);
  };
  await download({ url, to, sha256 });
  expect((await readFile(to)).equals(content)).toBe(true);
});

test('a host that knows no ranges sends all of it again', async () => {
  await writeFile(`${to}.part`, content.subarray(0, 1000));
  answer = (_, response) => void response.end(content);
  await download({ url, to, sha256 });
  expect((await readFile(to)).equals(content)).toBe(true);
});
