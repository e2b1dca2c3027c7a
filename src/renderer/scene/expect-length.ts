/** Throws a `RangeError` that names the array when it has another length. */
export function expectLength(array: ArrayLike<number>, length: number, what: string): void {
  if (array.length !== length)
    throw new RangeError(`${what}: ${array.length} values where ${length} belong.`);
}
