import { describe, expect, it } from 'vitest';
import { checkVectors } from './check-vectors';

describe('checkVectors', () => {
  it('takes what can be mapped', () => {
    expect(() => checkVectors(Float32Array.of(0, 1e18, -1e18, 1e-40), 2, 2, 15)).not.toThrow();
    expect(() => checkVectors(new Float32Array(0), 0, 3, 15)).not.toThrow();
  });

  it('says which number cannot be', () => {
    expect(() => checkVectors(Float32Array.of(1, 2, 3, NaN), 2, 2, 15)).toThrow(
      'Vector 1 holds a value that is not a finite number in dimension 1',
    );
    expect(() => checkVectors(Float32Array.of(1, -1e19), 2, 1, 15)).toThrow(
      'Vector 1 holds a number beyond 1e18 in dimension 0',
    );
  });

  it('says so when there is no room for the work', () => {
    const none = new Float32Array(0);
    expect(() => checkVectors(none, 1_000_000, 64, 15, 2 ** 30)).toThrow(
      /^A map of 1000000 vectors of 64 takes about 2\.5 GiB of memory, which is not to be had here: map a sample/,
    );
    expect(() => checkVectors(none, 1_000_000, 64, 15, 2 ** 34)).not.toThrow();
    expect(() => checkVectors(none, 1_000_000, 2000, 15, 2 ** 40)).toThrow('takes more than 4 GiB at once');
  });
});
