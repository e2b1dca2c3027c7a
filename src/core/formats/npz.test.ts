import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readNpy, writeNpy } from './npy';
import { readNpyTexts } from './npy-texts';
import { readNpz } from './npz';

const vectors = Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i));
const npy = writeNpy({ shape: [500, 8], data: vectors });

describe('readNpz', () => {
  it.each([0, 6] as const)('gives back what an archive of level %i holds', (level) => {
    const arrays = readNpz(zipSync({ 'emb.npy': npy, 'y.npy': npy, 'notes.txt': npy }, { level }));
    expect([...arrays.keys()]).toEqual(['emb', 'y']);
    expect(arrays.get('emb')).toMatchObject({ descr: '<f4', shape: [500, 8] });
    expect(readNpy(arrays.get('emb')!.read()).data).toEqual(vectors);
  });

  it('goes on past an array of Python objects, which throws when it is read', () => {
    const header = `{'descr': '|O', 'fortran_order': False, 'shape': (2,), }`.padEnd(117) + '\n';
    const objects = Uint8Array.from(
      `\x93NUMPY\x01\0${String.fromCharCode(118, 0)}${header}pickle`,
      (letter) => letter.charCodeAt(0),
    );
    const arrays = readNpz(zipSync({ 'labels.npy': objects, 'emb.npy': npy }));
    expect(readNpy(arrays.get('emb')!.read()).data).toEqual(vectors);
    expect(arrays.get('labels')).toMatchObject({ descr: '' });
    expect(() => arrays.get('labels')!.read()).toThrow(/pickled Python objects, which are never run/);
  });

  it('refuses what unpacks to more than it may, from what it says and while it unpacks', () => {
    const zeros = writeNpy({ shape: [1_000_000, 1], data: new Float32Array(1_000_000) });
    const bomb = zipSync({ 'a.npy': zeros }, { level: 9 });
    expect(bomb.length).toBeLessThan(10_000);
    const saying = (size: number): Uint8Array => {
      const copy = bomb.slice();
      const view = new DataView(copy.buffer);
      const central = view.getUint32(copy.length - 6, true);
      view.setUint32(central + 24, size, true);
      return copy;
    };
    expect(() => readNpz(saying(0xfffffffe))).toThrow(
      /It unpacks to 4\.0 GiB, more than can be read at once/,
    );
    // Its header tells the lie before the data are unpacked.
    expect(() => readNpz(saying(zeros.length - 4))).toThrow(
      /a\.npy in it announces 4000000 bytes of data, and the archive has 3999996/,
    );
    const short = writeNpy({ shape: [10, 1], data: new Float32Array(10) });
    const long = new Uint8Array(4_000_000);
    long.set(short);
    const trailing = zipSync({ 'a.npy': long }, { level: 9 });
    const view = new DataView(trailing.buffer);
    view.setUint32(view.getUint32(trailing.length - 6, true) + 24, short.length, true);
    expect(() => readNpz(trailing).get('a')?.read()).toThrow(/does not unpack to the length/);
  });

  it('refuses what is none, and never ends in anything but a FormatError', () => {
    const whole = zipSync({ 'a.npy': npy }, { level: 6 });
    expect(() => readNpz(npy)).toThrow(/It is no ZIP archive, as numpy\.savez writes one/);
    expect(() => readNpz(zipSync({ 'a.txt': npy }))).toThrow(/It holds no arrays/);
    for (let cut = 0; cut < whole.length; cut += 97) {
      expect(() => readNpz(whole.subarray(0, cut)).get('a')?.read()).toThrow(
        expect.objectContaining({ name: 'FormatError' }) as Error,
      );
    }
    for (let at = 0; at < whole.length; at += 13) {
      const changed = whole.slice();
      changed[at]! ^= 0x55;
      try {
        for (const array of readNpz(changed).values()) readNpy(array.read());
      } catch (error) {
        expect(error).toMatchObject({ name: 'FormatError' });
      }
    }
  });
});

describe('readNpyTexts', () => {
  const file = (descr: string, shape: string, data: Uint8Array, order = 'False'): Uint8Array => {
    const header = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`.padEnd(117);
    const bytes = new Uint8Array(128 + data.length);
    bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
    bytes.set(new TextEncoder().encode(`${header}\n`), 10);
    bytes.set(data, 128);
    return bytes;
  };
  const bytesOf = (array: ArrayBufferView): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

  it('reads texts of either kind, whole numbers of 64 bits, and truth', () => {
    const codes = Uint32Array.from([99, 228, 0, 128512, 0, 0]);
    expect(readNpyTexts(file('<U3', '(2,)', bytesOf(codes))).texts).toEqual(['cä', '😀']);
    expect(readNpyTexts(file('|S2', '(2,)', new TextEncoder().encode('a\0bc'))).texts).toEqual(['a', 'bc']);
    const large = BigInt64Array.from([2n ** 62n + 1n, -3n]);
    expect(readNpyTexts(file('<i8', '(2,)', bytesOf(large))).texts).toEqual(['4611686018427387905', '-3']);
    const turned = BigInt64Array.from([1n, 2n, 3n, 4n]);
    expect(readNpyTexts(file('<i8', '(2, 2)', bytesOf(turned), 'True')).texts).toEqual(['1', '3', '2', '4']);
    expect(readNpyTexts(file('|b1', '(2,)', Uint8Array.of(1, 0))).texts).toEqual(['true', 'false']);
    expect(readNpyTexts(writeNpy({ shape: [2], data: Float32Array.of(0.5, -1) })).texts).toEqual([
      '0.5',
      '-1',
    ]);
  });

  it('refuses what it cannot give back', () => {
    expect(() => readNpyTexts(file('|O', '(2,)', new Uint8Array(16)))).toThrow(/pickled Python objects/);
    expect(() => readNpyTexts(file('<U3', '(2,)', new Uint8Array(23)))).toThrow(/is cut short or too long/);
    expect(() => readNpyTexts(file('<U1', '(1,)', Uint8Array.of(255, 255, 255, 255)))).toThrow(/not Unicode/);
    expect(() => readNpyTexts(file('<i8', '(1, 1, 1)', new Uint8Array(8)))).toThrow(/shape \(1, 1, 1\)/);
  });
});
