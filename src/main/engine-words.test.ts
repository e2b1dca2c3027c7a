import { describe, expect, it } from 'vitest';
import { exitWords, failedSentence, restartedSentence, unexpectedSentence } from './engine-words';

describe('exitWords', () => {
  it.each([
    [9, 'linux', 'signal 9'],
    [11, 'darwin', 'signal 11'],
    [1, 'linux', 'code 1'],
    [13, 'linux', 'code 13'],
    [9, 'win32', 'code 9'],
  ] as const)('%i on %s is %s', (code, platform, words) => expect(exitWords(code, platform)).toBe(words));
});

describe('the sentences', () => {
  it('tell only of training that there was', () => {
    expect(restartedSentence('code 1', false, null)).toBe(
      'The engine stopped unexpectedly (code 1). It has been restarted.',
    );
    expect(restartedSentence('signal 9', true, 0)).toContain('at step 0.');
    expect(restartedSentence('signal 9', true, null)).toContain('started again.');
  });

  it('end with one full stop', () => {
    for (const sentence of [
      failedSentence('code 1', 3),
      unexpectedSentence('x failed. '),
      unexpectedSentence('x'),
    ])
      expect(sentence).toMatch(/[^.]\.$/);
  });
});
