import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFloat32 } from '../formats/decimal';
import { foreignColumn } from '../formats/foreign-table';
import { exactTypeOf } from './exact-numbers';

const typeOf = (...texts: string[]) => exactTypeOf(foreignColumn('c', texts));

describe('exactTypeOf', () => {
  it.each([
    ['float32', ['0.1', '-3', '1e-7', 'NA', '']],
    ['float32', ['16777216', '0.10000000149011612']],
    ['int64', ['16777217', '1', 'NA']],
    ['int64', ['1700000000123', '1234567890123456789']],
    ['float64', ['0.5603108927184169', '3']],
    [null, ['0001', '0002']],
    [null, ['12', '1E5', '3e2']],
    ['float32', ['1e+05', '2.5e3']],
    [null, ['18446744073709551615']],
    [null, ['1.0', '0.123456789012345678901']],
    [null, ['a', '1']],
  ] as const)('%s holds %j', (type, texts) => {
    expect(typeOf(...texts)).toBe(type);
  });

  it('gives back every float32, int64 and double', () => {
    fc.assert(
      fc.property(fc.float({ min: -(2 ** 40), max: 2 ** 40, noNaN: true }), (value) => {
        expect(typeOf(formatFloat32(value), '1')).toBe('float32');
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const type = typeOf(String(value));
        if (type === 'float32') expect(BigInt(Math.fround(Number(value)))).toBe(value);
        else expect(type).toBe('int64');
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(typeOf(String(value), '0.5')).not.toBeNull();
      }),
    );
  });
});
