import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from './format-error';
import { readSafetensors, writeSafetensors, type Tensor } from './safetensors';

// safetensors.numpy.save (Python, 0.8) of b float32 [[1, 2], [3, 4.5]], a float16 [0.5], c float64 7, and k: v.
const REFERENCE =
  'wAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJrIjoidiJ9LCJjIjp7ImR0eXBlIjoiRjY0Iiwic2hhcGUiOltdLCJkYXRhX29mZnNldHMiOlswLDhdfSwiYiI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwyXSwiZGF0YV9vZmZzZXRzIjpbOCwyNF19LCJhIjp7ImR0eXBlIjoiRjE2Iiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMjQsMjZdfX0gICAAAAAAAAAcQAAAgD8AAABAAABAQAAAkEAAOA==';

function fileOf(header: unknown, dataBytes: number): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

const tensors: fc.Arbitrary<Tensor> = fc.array(fc.nat(3), { maxLength: 4 }).chain((shape) => {
  const length = shape.reduce((a, b) => a * b, 1);
  return fc.float32Array({ minLength: length, maxLength: length }).map((data) => ({ shape, data }));
});
const names = fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__');
const files = fc.tuple(
  fc.uniqueArray(fc.tuple(names, tensors), { selector: ([name]) => name, maxLength: 5 }),
  fc.uniqueArray(fc.tuple(names, fc.string({ unit: 'grapheme' })), {
    selector: ([name]) => name,
    maxLength: 3,
  }),
);

describe('safetensors', () => {
  it('reads what the reference implementation writes', () => {
    // A Buffer, as Node reads files into.
    const { tensors: read, metadata } = readSafetensors(Buffer.from(REFERENCE, 'base64'));
    expect([...read]).toEqual([
      ['c', { shape: [], data: Float32Array.of(7) }],
      ['b', { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4.5) }],
      ['a', { shape: [1], data: Float32Array.of(0.5) }],
    ]);
    expect([...metadata]).toEqual([['k', 'v']]);
  });

  it('gives back every tensor, name and text, in the order given, its data at a multiple of 8 bytes', () => {
    fc.assert(
      fc.property(files, ([entries, texts]) => {
        const bytes = writeSafetensors(new Map(entries), new Map(texts));
        const read = readSafetensors(bytes);
        const order = (name: string): number => entries.findIndex(([other]) => other === name);
        expect([...read.tensors].sort(([a], [b]) => order(a) - order(b))).toEqual(entries);
        expect(new Map(read.metadata)).toEqual(new Map(texts));
        const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
        expect(headerLength % 8).toBe(0);
      }),
    );
    const few = new Map(
      ['z', 'a', '10', '2'].map((name) => [name, { shape: [1], data: new Float32Array(1) }]),
    );
    expect([...readSafetensors(writeSafetensors(few)).tensors.keys()]).toEqual(['z', 'a', '10', '2']);
  });

  it.each([
    ['I64', BigInt64Array.of(-2n, 3n)],
    ['U64', BigUint64Array.of(2n, 3n)],
    ['I32', Int32Array.of(-2, 3)],
    ['U32', Uint32Array.of(2, 3)],
    ['I16', Int16Array.of(-2, 3)],
    ['U16', Uint16Array.of(2, 3)],
    ['I8', Int8Array.of(-2, 3)],
    ['U8', Uint8Array.of(2, 3)],
    ['BOOL', Uint8Array.of(0, 1)],
    ['F64', Float64Array.of(-0.5, 3)],
  ])('reads %s as float32', (dtype, values) => {
    const bytes = new Uint8Array(values.buffer);
    const file = fileOf({ a: { dtype, shape: [2], data_offsets: [0, bytes.length] } }, bytes.length);
    file.set(bytes, file.length - bytes.length);
    expect([...readSafetensors(file).tensors.get('a')!.data]).toEqual(Array.from(values, Number));
  });

  it('widens F16 and BF16 exactly', () => {
    const halves = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00, 0xfc00, 0x7e00, 0x3555);
    const file = fileOf({ h: { dtype: 'F16', shape: [9], data_offsets: [0, 18] } }, 18);
    file.set(new Uint8Array(halves.buffer), file.length - 18);
    expect([...readSafetensors(file).tensors.get('h')!.data]).toEqual([
      1,
      -2,
      65504,
      2 ** -24,
      -0,
      Infinity,
      -Infinity,
      NaN,
      0.333251953125,
    ]);
    const brains = Uint16Array.of(0x3f80, 0xc000, 0x7f80, 0x0001);
    const other = fileOf({ h: { dtype: 'BF16', shape: [4], data_offsets: [0, 8] } }, 8);
    other.set(new Uint8Array(brains.buffer), other.length - 8);
    expect([...readSafetensors(other).tensors.get('h')!.data]).toEqual([1, -2, Infinity, 2 ** -133]);
  });

  it('refuses a file cut at any byte, or with a byte too many', () => {
    const whole = writeSafetensors(new Map([['a', { shape: [2], data: Float32Array.of(1, 2) }]]));
    for (let length = 0; length < whole.length; length++) {
      expect(() => readSafetensors(whole.subarray(0, length))).toThrow(FormatError);
    }
    expect(() => readSafetensors(Uint8Array.of(...whole, 0))).toThrow('1 bytes that belong to no tensor');
  });

  it('says what is wrong with a hostile or damaged header', () => {
    const f32 = (shape: unknown, offsets: unknown): object => ({
      dtype: 'F32',
      shape,
      data_offsets: offsets,
    });
    const refused: [unknown, string][] = [
      ['[1]', 'not a JSON object'],
      ['{"a"', 'is not JSON'],
      [{ a: 1 }, '"a" is not described'],
      [{ a: f32([1], [0, 4]), b: f32([1], [2, 6]) }, '"b" overlaps another'],
      [{ a: f32([1], [0, 4]), b: f32([1], [5, 9]) }, 'gap before the tensor "b"'],
      [{ a: f32([1], [4, 8]), b: f32([1], [8, 12]) }, 'gap before the tensor "a"'],
      [{ a: f32([100], [0, 400]) }, '"a" ends after the end'],
      [{ a: f32([2], [0, 4]) }, 'needs 8 bytes and its offsets give 4'],
      [{ a: f32([2 ** 40, 2 ** 40], [0, 12]) }, 'needs'],
      [{ a: f32([-1], [0, 4]) }, 'not a list of whole numbers'],
      [{ a: f32('x', [0, 4]) }, 'not a list of whole numbers'],
      [{ a: f32([1], [4, 0]) }, 'not a start and an end'],
      [{ a: f32([1], [0, 4, 8]) }, 'not a start and an end'],
      [{ a: { dtype: 'F8_E4M3', shape: [1], data_offsets: [0, 1] } }, 'has type F8_E4M3'],
      [{ __metadata__: { k: 1 } }, 'metadata "k"'],
      [{ __metadata__: [] }, '"__metadata__"'],
      [{ a: f32([1], [0, 4]) }, '8 bytes that belong to no tensor'],
    ];
    for (const [header, sentence] of refused) {
      const read = (): unknown => readSafetensors(fileOf(header, 12));
      expect(read).toThrow(FormatError);
      expect(read).toThrow(sentence);
    }
    const huge = new Uint8Array(16).fill(0xff);
    expect(() => readSafetensors(huge)).toThrow('announces a header of 18446744073709551615 bytes');
    const notText = fileOf('{"a":1}', 0);
    notText[9] = 0xff;
    expect(() => readSafetensors(notText)).toThrow('not UTF-8');
  });

  it('never ends in anything but a FormatError, whatever byte is changed', () => {
    const whole = writeSafetensors(
      new Map([
        ['a', { shape: [2], data: Float32Array.of(1, 2) }],
        ['b', { shape: [], data: Float32Array.of(3) }],
      ]),
      new Map([['k', 'v']]),
    );
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const damaged = whole.slice();
        damaged[at] = byte;
        try {
          readSafetensors(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses to write what is no tensor', () => {
    const tensor = { shape: [2], data: new Float32Array(1) };
    expect(() => writeSafetensors(new Map([['a', tensor]]))).toThrow('does not hold 1 numbers');
    expect(() => writeSafetensors(new Map([['__metadata__', { ...tensor, shape: [1] }]]))).toThrow(
      RangeError,
    );
  });
});
