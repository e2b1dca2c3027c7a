import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecoderPool } from './decoder-pool';
import type { DecodeRequest, FileAnswer } from './protocol';

/** A decoder that does what a hostile file would make it do, told by the file's name. */
const HOSTILE = `
import { writeFileSync, writeSync } from 'node:fs';
process.on('message', ({ request: { files }, at }) => {
  for (const file of files) {
    if (file === 'crash') process.kill(process.pid, 'SIGSEGV');
    if (file === 'exit') process.exit(0);
    if (file === 'hang') writeFileSync(new URL('hangs', import.meta.url), '');
    if (file === 'hang' || file === 'crash') for (;;);
  }
  const answers = files.map(() => ({ kind: 'decoded', width: 1, height: 1, format: 'PNG', hash: '' }));
  writeSync(4, new Uint8Array(files.map((file) => file.length)), 0, files.length, at);
  process.send({ kind: 'answer', at, files: answers });
});
process.send({ kind: 'ready' });
`;

/** So long a process that does not hang may wait for a processor. */
const TIME_OUT_MS = 4000;

let folder = '';
const request = (...files: string[]): DecodeRequest => ({
  kind: 'pixels',
  files,
  side: 1,
  channels: 1,
  fit: 'crop',
  invert: false,
  ground: 'black',
  levels: 'stored',
});
const told = (answers: readonly FileAnswer[]): string[] =>
  answers.map((answer) => (answer.kind === 'refused' ? answer.reason : 'read'));
const decoder = async (name: string, code: string): Promise<string> => {
  const file = path.join(folder, name);
  await writeFile(file, code);
  return file;
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-decoder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('DecoderPool', () => {
  it('refuses the files that end or hang their process, and reads all others', async () => {
    const pool = new DecoderPool({
      processes: 2,
      timeOutMs: TIME_OUT_MS,
      decoder: await decoder('hostile.mjs', HOSTILE),
    });
    const files = ['a', 'crash', 'bb', 'hang', 'ccc', 'exit', 'dddd', 'crash', 'eeeee'];
    const answers = await Promise.all(files.map((file) => pool.decode(request(file), new Uint8Array(1))));
    pool.close();
    const ended = 'reading it ended the process that reads images';
    expect(answers.flatMap(told)).toEqual([
      'read',
      ended,
      'read',
      'reading it took too long',
      'read',
      ended,
      'read',
      ended,
      'read',
    ]);
  });

  it('refuses of several files given together only those that are to blame', async () => {
    const pool = new DecoderPool({
      processes: 2,
      timeOutMs: TIME_OUT_MS,
      decoder: await decoder('hostile.mjs', HOSTILE),
    });
    const pixels = new Uint8Array(6);
    const answer = await pool.decode(request('a', 'bb', 'crash', 'ccc', 'hang', 'dddd'), pixels);
    pool.close();
    const ended = 'reading it ended the process that reads images';
    expect(told(answer)).toEqual(['read', 'read', ended, 'read', 'reading it took too long', 'read']);
    expect([...pixels]).toEqual([1, 2, 0, 3, 0, 4]);
  });

  it('rejects, and blames no file, when its processes do not start', async () => {
    const pool = new DecoderPool({
      processes: 2,
      decoder: await decoder('broken.mjs', 'throw new Error("no");'),
    });
    const answers = Promise.allSettled(
      ['a', 'b', 'c'].map((file) => pool.decode(request(file), new Uint8Array(1))),
    );
    for (const answer of await answers) {
      expect(answer).toMatchObject({ status: 'rejected' });
      expect(String(answer.status === 'rejected' ? answer.reason : '')).toMatch(
        /does not start: it ended with code 1/,
      );
    }
    await expect(pool.decode(request('d'), new Uint8Array(1))).rejects.toThrow('does not start');
  });

  it('refuses what is under way or waiting when it is closed', async () => {
    await rm(path.join(folder, 'hangs'), { force: true });
    const pool = new DecoderPool({ processes: 1, decoder: await decoder('hostile.mjs', HOSTILE) });
    const answers = Promise.all(['hang', 'a'].map((file) => pool.decode(request(file), new Uint8Array(1))));
    await expect.poll(() => existsSync(path.join(folder, 'hangs'))).toBe(true);
    pool.close();
    expect((await answers).flatMap(told)).toEqual(['the import was ended', 'the import was ended']);
  });
});
