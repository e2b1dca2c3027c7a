/** Small files go to a decoder together, since asking costs as much as decoding one of them. */
const MOST_FILES = 64;
const MOST_BYTES = 512 * 1024;

/** Divides files into batches by their sizes in bytes; large ones go alone. Returns their places, in order. */
export function batchesOf(files: readonly { size: number }[]): number[][] {
  const batches: number[][] = [];
  let bytes = 0;
  files.forEach(({ size }, i) => {
    const current = batches.at(-1);
    if (current !== undefined && current.length < MOST_FILES && bytes + size <= MOST_BYTES) {
      current.push(i);
      bytes += size;
    } else {
      batches.push([i]);
      bytes = size;
    }
  });
  return batches;
}
