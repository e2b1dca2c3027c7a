/** How L*, a* and b* are written: 8 or 16 bits, a* and b* with a sign, or (ICC) moved by half of the range. */
export interface LabKind {
  bits: 8 | 16;
  isIcc: boolean;
}

/** White of CIELab in files, D50, as Photoshop, ICC profiles and Pillow have it. */
const WHITE = [0.9642, 1, 0.8249] as const;
/** XYZ under D50 to linear sRGB, adapted by Bradford (Lindbloom). */
const TO_RGB = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;
/** CIE 15: below this share of white lightness is linear. */
const DELTA = 6 / 29;

/** CIELab `[n, 3]` as a TIFF has it in 8-bit sRGB `[n, 3]`. Colours that sRGB does not have are clipped. */
export function labToSrgb(values: ArrayLike<number>, { bits, isIcc }: LabKind): Uint8Array {
  const half = 2 ** (bits - 1);
  const most = 2 * half - 1;
  const unit = bits === 8 ? 1 : 256;
  const chroma = (value: number): number =>
    (isIcc ? value - half : value >= half ? value - 2 * half : value) / unit;
  const out = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i += 3) {
    const y = ((100 * values[i]!) / most + 16) / 116;
    const xyz = [y + chroma(values[i + 1]!) / 500, y, y - chroma(values[i + 2]!) / 200].map(
      (f, c) => WHITE[c]! * (f > DELTA ? f ** 3 : 3 * DELTA ** 2 * (f - 4 / 29)),
    );
    TO_RGB.forEach((row, c) => {
      const light = row[0] * xyz[0]! + row[1] * xyz[1]! + row[2] * xyz[2]!;
      const level = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
      out[i + c] = Math.round(255 * Math.min(1, Math.max(0, level)));
    });
  }
  return out;
}
