/**
 * A seeded generator of random numbers: xoshiro128** (Blackman and Vigna 2018, https://prng.di.unimi.it),
 * its 128 bits of state filled by splitmix32 so that any seed, 0 too, gives a well mixed start.
 * Everything random in the app draws from one of these, so that a seed and a state name a result.
 */
export class Generator {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  /** The second value of the last pair of normals, part of the state; null when none is waiting. */
  private spare: number | null = null;

  /** `seed`: any whole number; its low 32 bits count. Throws RangeError when it is not a whole number. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`The seed must be a whole number, not ${seed}.`);
    const mix = splitmix32(seed >>> 0);
    this.a = mix();
    this.b = mix();
    this.c = mix();
    this.d = mix();
    // The all-zero state is the one from which xoshiro never leaves.
    if ((this.a | this.b | this.c | this.d) === 0) this.a = 1;
  }

  /** A whole number in [0, 2^32). */
  uint32(): number {
    const five = Math.imul(this.b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** A number in [0, 1) with 32 random bits. */
  uniform(): number {
    return this.uint32() * 2 ** -32;
  }

  /**
   * A whole number in [0, n), every one equally likely (numbers from the incomplete last stretch are drawn
   * again). `n`: 1 to 2^32. Throws RangeError for any other.
   */
  below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new RangeError(`A bound must be a whole number from 1 to 2^32, not ${n}.`);
    }
    const limit = 2 ** 32 - (2 ** 32 % n);
    let drawn = this.uint32();
    while (drawn >= limit) drawn = this.uint32();
    return drawn % n;
  }

  /** A standard normal number, by Marsaglia's polar method (1964); every second one is the spare of a pair. */
  normal(): number {
    if (this.spare !== null) {
      const waiting = this.spare;
      this.spare = null;
      return waiting;
    }
    let x: number;
    let y: number;
    let s: number;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      s = x * x + y * y;
    } while (s >= 1 || s === 0);
    const scale = Math.sqrt((-2 * Math.log(s)) / s);
    this.spare = y * scale;
    return x * scale;
  }

  /** All that `fromState` needs: four words and, when one waits, the spare normal. Survives JSON bit for bit. */
  state(): number[] {
    const words = [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.d >>> 0];
    return this.spare === null ? words : [...words, this.spare];
  }

  /** The generator that gave this `state()`. Throws RangeError when it is not such a state. */
  static fromState(state: readonly number[]): Generator {
    const [a, b, c, d, spare] = state;
    const words = [a, b, c, d];
    const isWord = (word: number | undefined): boolean =>
      Number.isInteger(word) && word! >= 0 && word! < 2 ** 32;
    const spareFits = state.length === 4 || (state.length === 5 && Number.isFinite(spare));
    if (!spareFits || !words.every(isWord) || words.every((word) => word === 0)) {
      throw new RangeError('This is not the saved state of a random number generator.');
    }
    const restored = new Generator(0);
    restored.a = a!;
    restored.b = b!;
    restored.c = c!;
    restored.d = d!;
    restored.spare = spare ?? null;
    return restored;
  }

  /**
   * A stream of its own for one purpose, decided by this generator's state and the label alone; this
   * generator does not move on. `label`: a whole number; its low 32 bits count.
   */
  fork(label: number): Generator {
    const mix = splitmix32(label >>> 0);
    const fork = new Generator(0);
    fork.a = scramble(this.a ^ mix());
    fork.b = scramble(this.b ^ mix());
    fork.c = scramble(this.c ^ mix());
    fork.d = scramble(this.d ^ mix());
    if ((fork.a | fork.b | fork.c | fork.d) === 0) fork.a = 1;
    return fork;
  }
}

/** The finaliser of MurmurHash3 as splitmix32 uses it: a bijection of 32-bit words. */
function scramble(word: number): number {
  let z = word;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

function splitmix32(seed: number): () => number {
  let counter = seed;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    return scramble(counter);
  };
}
