/** A tensor as the app uses it: C order, float32 whatever the file's own type. */
export interface Tensor {
  shape: readonly number[];
  data: Float32Array;
  /** The file's own numbers, where they are of a type that float32 may not hold. */
  exact?: ExactNumbers;
}

/** Numbers of the types that float32 does not hold. */
export type ExactNumbers = Float64Array | BigInt64Array | BigUint64Array | Int32Array | Uint32Array;

/** Numbers of any type as float32, and as they are where some are not the same in it. */
export function tensorOf(numbers: Float32Array | Uint8Array | ExactNumbers): Pick<Tensor, 'data' | 'exact'> {
  if (numbers instanceof Float32Array) return { data: numbers };
  if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) {
    const data = new Float32Array(numbers.length);
    let isSame = true;
    for (let i = 0; i < numbers.length; i++) {
      data[i] = Number(numbers[i]);
      isSame &&= BigInt(Math.trunc(data[i]!)) === numbers[i];
    }
    return isSame ? { data } : { data, exact: numbers };
  }
  const data = Float32Array.from(numbers);
  if (numbers instanceof Uint8Array) return { data };
  return data.every((value, i) => Object.is(value, numbers[i])) ? { data } : { data, exact: numbers };
}
