/** How one k3 stride-2 transposed convolution is padded: side n becomes 2n + 1 - 2 padding + outputPadding. */
export interface Upsampling {
  padding: number;
  outputPadding: number;
}

/** The paddings of a decoder's stride-2 stages and of its last k4 stride-1 stage. */
export interface DecoderPaddings {
  upsamplings: readonly Upsampling[];
  lastPadding: number;
}

const CHOICES: readonly Upsampling[] = [
  { padding: 1, outputPadding: 0 },
  { padding: 0, outputPadding: 0 },
  { padding: 1, outputPadding: 1 },
  { padding: 0, outputPadding: 1 },
];

/**
 * The paddings with which `stages` doublings of `baseSide` and the last stage (padding 1: one more pixel,
 * padding 2: one fewer) end exactly at `side`. Of all that do: fewest output paddings, then last padding 1,
 * then the choices in the order above; so 7 to 28 in two stages is the notebook's 7, 13, 27, 28.
 * Throws RangeError when no sequence ends there.
 */
export function decoderPaddings(baseSide: number, stages: number, side: number): DecoderPaddings {
  for (let outputPaddings = 0; outputPaddings <= stages; outputPaddings++) {
    for (const lastPadding of [1, 2]) {
      const target = side + 2 * lastPadding - 3;
      const upsamplings = search(baseSide, stages, target, outputPaddings);
      if (upsamplings !== null) return { upsamplings, lastPadding };
    }
  }
  throw new RangeError(`No decoder with ${stages} doublings leads from side ${baseSide} to side ${side}.`);
}

/** The first sequence of choices from `from` to `target` with exactly that many output paddings, or null. */
function search(from: number, stages: number, target: number, outputPaddings: number): Upsampling[] | null {
  if (stages === 0) return from === target && outputPaddings === 0 ? [] : null;
  for (const choice of CHOICES) {
    if (choice.outputPadding > outputPaddings) continue;
    const side = 2 * from + 1 - 2 * choice.padding + choice.outputPadding;
    const rest = search(side, stages - 1, target, outputPaddings - choice.outputPadding);
    if (rest !== null) return [choice, ...rest];
  }
  return null;
}
