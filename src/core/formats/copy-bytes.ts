/**
 * A copy of the bytes from `start` to `end` in memory of its own, so that any typed array can be laid over it.
 * Not `bytes.slice()`: what Node reads from files is a Buffer, whose `slice` shares the memory of the whole.
 */
export function copyBytes(bytes: Uint8Array, start: number, end: number): ArrayBuffer {
  const copy = new Uint8Array(end - start);
  copy.set(bytes.subarray(start, end));
  return copy.buffer;
}
