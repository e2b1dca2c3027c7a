import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ProgressLine, sizes } from './progress.mjs';

/**
 * What a step's line looks like.
 * @param {{ isTTY: boolean, quiet?: boolean }} how
 */
async function shown({ isTTY, quiet = false }) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 50 });
  const line = new ProgressLine('Step', {
    quiet,
    stream: /** @type {NodeJS.WriteStream} */ (/** @type {unknown} */ (stream)),
  });
  line.say('downloading');
  line.bytes(1e6, 2e6);
  line.note('the first source has failed in a way that takes more than one line to tell');
  line.clear();
  stream.end();
  return text(stream);
}

test('sizes are in megabytes, with per cent where the total is known', () => {
  expect(sizes(1_500_000)).toBe('1.5 MB');
  expect(sizes(60e6, 120e6)).toBe('60.0 of 120 MB, 50 %');
  expect(sizes(240e6, 120e6)).toBe('120 of 120 MB, 100 %');
});

test('without a terminal each line is printed once, and progress only now and then', async () => {
  expect(await shown({ isTTY: false })).toBe(
    'Step              downloading\n' +
      'Step              the first source has failed in a way that takes more than one line to tell\n',
  );
});

test('on a terminal the line rewrites itself and never wraps, but what is kept is whole', async () => {
  const [progress = '', kept = ''] = (await shown({ isTTY: true })).split('\n');
  for (const drawn of progress.split('\r\x1b[2K').slice(0, -1)) expect(drawn.length).toBeLessThan(50);
  expect(progress).toContain('takes more than one line to tell');
  expect(kept).toBe('\r\x1b[2K');
});

test('quiet is silent', async () => {
  expect(await shown({ isTTY: true, quiet: true })).toBe('');
});
