import { linearOf, oklabOf, type Rgb } from './oklab';

/** Severe protanomaly, deuteranomaly and tritanomaly in linear light (Machado, Oliveira and Fernandes 2009). */
const deficiencies = [
  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
];

/** How four people see an sRGB colour, in OKLab: one with full colour vision and one with each deficiency. */
export function seenAs(rgb: Rgb): Rgb[] {
  const linear = linearOf(rgb);
  const row = (matrix: number[], start: number) =>
    Math.min(
      1,
      Math.max(
        0,
        matrix[start]! * linear[0] + matrix[start + 1]! * linear[1] + matrix[start + 2]! * linear[2],
      ),
    );
  return [
    oklabOf(linear),
    ...deficiencies.map((matrix) => oklabOf([row(matrix, 0), row(matrix, 3), row(matrix, 6)])),
  ];
}

/** How different two colours look to whoever of the four tells them apart worst: 0 the same, 0.1 clearly different. */
export function leastDifference(first: Rgb[], second: Rgb[]): number {
  let least = Infinity;
  for (let viewer = 0; viewer < first.length; viewer++) {
    const a = first[viewer]!;
    const b = second[viewer]!;
    least = Math.min(least, (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2);
  }
  return Math.sqrt(least);
}

/** Contrast ratio of two sRGB colours (WCAG 2.2), 1 to 21. */
export function contrast(first: Rgb, second: Rgb): number {
  const luminance = (rgb: Rgb) => {
    const [r, g, b] = linearOf(rgb);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [a, b] = [luminance(first), luminance(second)];
  return Math.max(a, b) / Math.min(a, b);
}
