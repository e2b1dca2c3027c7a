/** CSS pixels at each side of the view that something else covers: what is fitted or flown to stands beside it. */
export interface Inset {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** What covers the top left corner alone: points are fitted around it only when they would lie under it. */
  corner?: { width: number; height: number };
}

export const noInset: Inset = { left: 0, right: 0, top: 0, bottom: 0 };

/** Share of the view's width and height that is never given away to what covers it. */
const leastFree = 0.4;

/** The inset, made smaller where it would leave too little of a view of this size. */
export function bearable(inset: Inset, width: number, height: number): Inset {
  const { left, right, top, bottom } = inset;
  const across = shrink(left + right, width);
  const down = shrink(top + bottom, height);
  return { ...inset, left: left * across, right: right * across, top: top * down, bottom: bottom * down };
}

function shrink(covered: number, length: number): number {
  const most = length * (1 - leastFree);
  return covered > most ? most / covered : 1;
}
