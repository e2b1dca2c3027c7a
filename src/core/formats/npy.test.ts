import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from './format-error';
import { readNpy, readNpyFloat32, writeNpy, type NpyData } from './npy';

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

/** A header as NumPy 2.4 pads it, before `data`. */
function numpyFile(dictionary: string, data: readonly number[]): Uint8Array {
  const header = Buffer.from(`${dictionary.padEnd(117)}\n`, 'latin1');
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0, ...header, ...data]);
}

// numpy.save of float32 [[1.5, -2, inf], [0, 1e-40, 3]].
const FLOATS =
  'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AAAAwAAAgH8AAAAAwhYBAAAAQEA=';
// numpy.lib.format.write_array of float64 [0, 1] with version (2, 0).
const VERSION_2 =
  'k05VTVBZAgB0AAAAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAPA/';

const shapes = fc.array(fc.nat(4), { minLength: 1, maxLength: 4 });
const arrays = shapes.chain((shape) => {
  const length = shape.reduce((a, b) => a * b, 1);
  const sized = { minLength: length, maxLength: length };
  const data: fc.Arbitrary<NpyData> = fc.oneof(
    fc.float32Array(sized),
    fc.float64Array(sized),
    fc.int32Array(sized),
    fc.uint8Array(sized),
  );
  return data.map((values) => ({ shape, data: values }));
});

describe('npy', () => {
  it('writes and reads what NumPy writes', () => {
    const data = Float32Array.of(1.5, -2, Infinity, 0, 1e-40, 3);
    expect(readNpy(bytesOf(FLOATS))).toEqual({ shape: [2, 3], data });
    expect(Buffer.from(writeNpy({ shape: [2, 3], data })).toString('base64')).toBe(FLOATS);
    expect(readNpy(bytesOf(VERSION_2))).toEqual({ shape: [2], data: Float64Array.of(0, 1) });
  });

  it('gives back every shape and type', () => {
    fc.assert(
      fc.property(arrays, ({ shape, data }) => {
        const read = readNpy(writeNpy({ shape, data }));
        expect(read.shape).toEqual(shape);
        expect(read.data).toEqual(data);
      }),
    );
  });

  it('reads at any address of memory, from a Node Buffer too, and writes from a view', () => {
    const data = Float32Array.of(0, 1, 2, 3).subarray(1, 3);
    const written = writeNpy({ shape: [2], data });
    const moved = new Uint8Array(written.length + 1);
    moved.set(written, 1);
    expect(readNpy(moved.subarray(1)).data).toEqual(Float32Array.of(1, 2));
    expect(readNpy(Buffer.from(moved.buffer, 1)).data).toEqual(Float32Array.of(1, 2));
  });

  it('reads int64 that fit a number, and any type as float32', () => {
    const dictionary = "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }";
    const data = Float64Array.of(-2, 2 ** 53 - 1);
    const words = new BigInt64Array(Array.from(data, BigInt));
    const file = numpyFile(dictionary, [...new Uint8Array(words.buffer)]);
    expect(readNpy(file)).toEqual({ shape: [2], data });
    expect(readNpyFloat32(file).data).toEqual(Float32Array.from(data));
    const large = new Uint8Array(BigInt64Array.of(0n, 2n ** 53n).buffer);
    expect(() => readNpy(numpyFile(dictionary, [...large]))).toThrow('9007199254740992, which is too large');
  });

  it.each([
    ['<f2', [0x00, 0x3c, 0x00, 0xc1], [1, -2.5]],
    ['>f4', [0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0], [1, -2.5]],
    ['>f8', [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 0x04, 0, 0, 0, 0, 0, 0], [1, -2.5]],
    ['|i1', [1, 0xfe], [1, -2]],
    ['>i2', [0, 1, 0xff, 0xfe], [1, -2]],
    ['<u2', [1, 0, 0xff, 0xff], [1, 65535]],
    ['>u4', [0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff], [1, 4294967296]],
    ['<u8', [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], [1, 2]],
    ['|b1', [1, 0], [1, 0]],
  ])('reads %s', (descr, bytes, numbers) => {
    const file = numpyFile(`{'descr': '${descr}', 'fortran_order': False, 'shape': (2,), }`, bytes);
    expect([...readNpyFloat32(file).data]).toEqual(numbers);
  });

  it('turns Fortran order round, in any number of dimensions', () => {
    const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shape, (sides) => {
        const n = sides.reduce((a, b) => a * b, 1);
        // Each number tells its place in C order; they are written with the first index running fastest.
        const places: number[] = [];
        const walk = (axis: number, place: number): void => {
          if (axis < 0) places.push(place);
          else
            for (let i = 0; i < sides[axis]!; i++)
              walk(axis - 1, place + i * sides.slice(axis + 1).reduce((a, b) => a * b, 1));
        };
        walk(sides.length - 1, 0);
        const tuple = sides.length === 1 ? `${sides[0]},` : sides.join(', ');
        const file = numpyFile(`{'descr': '|u1', 'fortran_order': True, 'shape': (${tuple}), }`, places);
        expect([...readNpy(file).data]).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it('refuses a file cut at any byte, or with a byte too many', () => {
    const whole = writeNpy({ shape: [3], data: Float32Array.of(1, 2, 3) });
    for (let length = 0; length < whole.length; length++) {
      expect(() => readNpy(whole.subarray(0, length))).toThrow(FormatError);
    }
    expect(() => readNpy(Uint8Array.of(...whole, 0))).toThrow('is too long');
  });

  it('says what it cannot read', () => {
    const refused: [string, string][] = [
      [
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        'pickled Python objects, which are never run',
      ],
      ["{'descr': '<U8', 'fortran_order': False, 'shape': (1,), }", 'type "<U8"'],
      ["{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 'type "<c8"'],
      ["{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 'one plain array'],
      ["{'descr': '<f4', 'fortran_order': False, 'shape': (), }", '0 dimensions'],
      ["{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1), }", '5 dimensions'],
      ["{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999), }", 'larger than any file'],
      [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 99999999999999999999), }",
        'larger than any file',
      ],
      ['nonsense', 'one plain array'],
    ];
    for (const [dictionary, sentence] of refused) {
      const read = (): unknown => readNpy(numpyFile(dictionary, [0, 0, 0, 0]));
      expect(read).toThrow(FormatError);
      expect(read).toThrow(sentence);
    }
    expect(() => readNpy(Uint8Array.from(Buffer.from('PK not an array')))).toThrow('not a .npy file');
    const version9 = bytesOf(FLOATS);
    version9[6] = 9;
    expect(() => readNpy(version9)).toThrow('version 9.0');
  });

  it('never ends in anything but a FormatError, whatever byte is changed', () => {
    const whole = writeNpy({ shape: [2, 2], data: Int32Array.of(1, 2, 3, 4) });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const damaged = whole.slice();
        damaged[at] = byte;
        try {
          readNpy(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
    );
  });

  it('refuses to write what is no array', () => {
    expect(() => writeNpy({ shape: [2, 2], data: new Float32Array(3) })).toThrow(RangeError);
    expect(() => writeNpy({ shape: [], data: new Float32Array(1) })).toThrow(RangeError);
    expect(() => writeNpy({ shape: [-1], data: new Float32Array(0) })).toThrow(RangeError);
  });
});
