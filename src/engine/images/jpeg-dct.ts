/*
 * libjpeg's accurate inverse cosine transform (jidctint.c, after Loeffler, Ligtenberg and Moschytz 1989) in 13-bit fixed
 * point: the same whole numbers, and so the same pixels.
 */
const BITS = 13;
const FIRST_BITS = 2;
const F_0_298 = 2446;
const F_0_390 = 3196;
const F_0_541 = 4433;
const F_0_765 = 6270;
const F_0_899 = 7373;
const F_1_175 = 9633;
const F_1_501 = 12299;
const F_1_847 = 15137;
const F_1_961 = 16069;
const F_2_053 = 16819;
const F_2_562 = 20995;
const F_3_072 = 25172;

const work = new Int32Array(64);
const eight = new Int32Array(8);

/** Transforms a dequantised block `[8, 8]` into 8-bit samples, at `at` in lines of `stride`. */
export function inverseDct(block: Int32Array, samples: Uint8Array, at: number, stride: number): void {
  for (let x = 0; x < 8; x++) {
    const c1 = block[x + 8]!;
    const c2 = block[x + 16]!;
    const c3 = block[x + 24]!;
    const c4 = block[x + 32]!;
    const c5 = block[x + 40]!;
    const c6 = block[x + 48]!;
    const c7 = block[x + 56]!;
    if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
      const flat = block[x]! << FIRST_BITS;
      for (let y = x; y < 64; y += 8) work[y] = flat;
      continue;
    }
    one(block[x]!, c1, c2, c3, c4, c5, c6, c7, BITS - FIRST_BITS);
    for (let y = 0; y < 8; y++) work[x + y * 8] = eight[y]!;
  }
  for (let y = 0; y < 8; y++) {
    const r = y * 8;
    const to = at + y * stride;
    if (
      (work[r + 1]! |
        work[r + 2]! |
        work[r + 3]! |
        work[r + 4]! |
        work[r + 5]! |
        work[r + 6]! |
        work[r + 7]!) ===
      0
    ) {
      const flat = ((work[r]! + (1 << (FIRST_BITS + 2))) >> (FIRST_BITS + 3)) + 128;
      samples.fill(flat < 0 ? 0 : flat > 255 ? 255 : flat, to, to + 8);
      continue;
    }
    one(
      work[r]!,
      work[r + 1]!,
      work[r + 2]!,
      work[r + 3]!,
      work[r + 4]!,
      work[r + 5]!,
      work[r + 6]!,
      work[r + 7]!,
      BITS + FIRST_BITS + 3,
    );
    for (let x = 0; x < 8; x++) {
      const value = eight[x]! + 128;
      samples[to + x] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}

/** One line of eight into `eight`, rounded by `shift` bits. */
function one(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  c4: number,
  c5: number,
  c6: number,
  c7: number,
  shift: number,
): void {
  const round = 1 << (shift - 1);
  const e = Math.imul(c2 + c6, F_0_541);
  const even2 = e - Math.imul(c6, F_1_847);
  const even3 = e + Math.imul(c2, F_0_765);
  const sum = (c0 + c4) << BITS;
  const difference = (c0 - c4) << BITS;
  const a = sum + even3 + round;
  const d = sum - even3 + round;
  const b = difference + even2 + round;
  const c = difference - even2 + round;
  const z5 = Math.imul(c7 + c3 + c5 + c1, F_1_175);
  const z1 = Math.imul(c7 + c1, -F_0_899);
  const z2 = Math.imul(c5 + c3, -F_2_562);
  const z3 = Math.imul(c7 + c3, -F_1_961) + z5;
  const z4 = Math.imul(c5 + c1, -F_0_390) + z5;
  const t0 = Math.imul(c7, F_0_298) + z1 + z3;
  const t1 = Math.imul(c5, F_2_053) + z2 + z4;
  const t2 = Math.imul(c3, F_3_072) + z2 + z3;
  const t3 = Math.imul(c1, F_1_501) + z1 + z4;
  eight[0] = (a + t3) >> shift;
  eight[7] = (a - t3) >> shift;
  eight[1] = (b + t2) >> shift;
  eight[6] = (b - t2) >> shift;
  eight[2] = (c + t1) >> shift;
  eight[5] = (c - t1) >> shift;
  eight[3] = (d + t0) >> shift;
  eight[4] = (d - t0) >> shift;
}
