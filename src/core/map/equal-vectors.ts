/** How many vectors of `[n, d]` there are, equal ones counted once. */
export function distinctVectors(vectors: Float32Array, n: number, d: number): number {
  // Minus zero and zero are equal, and have other bits.
  const words = new Uint32Array(Float32Array.from(vectors, (value) => value + 0).buffer);
  const byHash = new Map<number, number[]>();
  let distinct = 0;
  for (let row = 0; row < n; row++) {
    const hash = hashOf(words, row * d, (row + 1) * d);
    const alike = byHash.get(hash);
    if (alike?.some((other) => isSame(words, row * d, other * d, d)) === true) continue;
    if (alike === undefined) byHash.set(hash, [row]);
    else alike.push(row);
    distinct++;
  }
  return distinct;
}

/** What is to be said of a map in which all vectors, or most, are equal to another; null where they are not. */
export function equalNote(vectors: Float32Array, n: number, d: number): string | null {
  if (n < 2) return null;
  const distinct = distinctVectors(vectors, n, d);
  if (distinct === 1)
    return `All ${n} vectors are equal: where a point stands in this map means nothing. Look whether the right columns are the vectors.`;
  if (distinct * 2 > n) return null;
  return `Most vectors are equal to another: of ${n} there are ${distinct} different ones. Which of the equal ones count as neighbours is left to chance.`;
}

/** FNV-1a over words. */
function hashOf(words: Uint32Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ words[at]!, 0x01000193) ^ (words[at]! >>> 15);
  return hash >>> 0;
}

function isSame(words: Uint32Array, a: number, b: number, d: number): boolean {
  for (let i = 0; i < d; i++) if (words[a + i] !== words[b + i]) return false;
  return true;
}
