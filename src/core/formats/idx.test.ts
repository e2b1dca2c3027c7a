import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from './format-error';
import { readIdx } from './idx';

function idx(sizes: readonly number[], data: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * sizes.length + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 2048 + sizes.length);
  sizes.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(data, 4 + 4 * sizes.length);
  return bytes;
}

describe('readIdx', () => {
  it('reads labels and images', () => {
    expect(readIdx(idx([3], [7, 8, 9]))).toEqual({ shape: [3], data: Uint8Array.of(7, 8, 9) });
    const images = readIdx(idx([2, 1, 2], [1, 2, 3, 4]));
    expect(images.shape).toEqual([2, 1, 2]);
    expect([...images.data]).toEqual([1, 2, 3, 4]);
  });

  it('refuses a file cut at any byte, or with a byte too many', () => {
    const whole = idx([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        expect(() => readIdx(whole.subarray(0, length))).toThrow(FormatError);
      }),
    );
    expect(() => readIdx(Uint8Array.of(...whole, 0))).toThrow('is too long');
    expect(() => readIdx(idx([0xffffffff, 0xffffffff, 0xffffffff], []))).toThrow('is cut short');
  });

  it('tells other files apart, packed ones too', () => {
    expect(() => readIdx(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0))).toThrow('still packed with gzip');
    expect(() => readIdx(idx([1, 1], [0]))).toThrow('it begins with 2050.');
  });
});
