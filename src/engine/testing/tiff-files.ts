/** A TIFF written for a test: tags are whole numbers, the pixels of each page one strip. */
export interface TiffPageOptions {
  width: number;
  height: number;
  /** The strip, packed as `compression` says. */
  data: Buffer;
  bits: number;
  samples?: number;
  /** 1 whole, 2 signed, 3 floating point. */
  format?: number;
  photometric?: number;
  compression?: number;
  predictor?: number;
  /** Of the sample beyond the colours: 1 premultiplied, 2 straight alpha. */
  extra?: number;
  subfile?: number;
  orientation?: number;
}

/** The bytes of a TIFF of some pages, in either byte order. */
export function tiffOf(pages: readonly TiffPageOptions[], littleEndian = true): Buffer {
  const parts: Buffer[] = [Buffer.alloc(8)];
  let length = 8;
  const head = new DataView(parts[0]!.buffer, parts[0]!.byteOffset, 8);
  head.setUint16(0, littleEndian ? 0x4949 : 0x4d4d);
  head.setUint16(2, 42, littleEndian);
  let link = { buffer: parts[0]!, at: 4 };
  for (const page of pages) {
    const samples = page.samples ?? 1;
    const tags: [number, number[]][] = [
      [254, [page.subfile ?? 0]],
      [256, [page.width]],
      [257, [page.height]],
      [258, new Array<number>(samples).fill(page.bits)],
      [259, [page.compression ?? 1]],
      [262, [page.photometric ?? (samples >= 3 ? 2 : 1)]],
      [273, [length]],
      [274, [page.orientation ?? 1]],
      [277, [samples]],
      [278, [page.height]],
      [279, [page.data.length]],
      [317, [page.predictor ?? 1]],
      ...(page.extra === undefined ? [] : [[338, [page.extra]] as [number, number[]]]),
      [339, new Array<number>(samples).fill(page.format ?? 1)],
    ];
    parts.push(page.data);
    length += page.data.length;
    const start = length;
    const directory = Buffer.alloc(2 + 12 * tags.length + 4);
    const values: Buffer[] = [];
    let valuesAt = start + directory.length;
    const view = new DataView(directory.buffer, directory.byteOffset, directory.length);
    view.setUint16(0, tags.length, littleEndian);
    tags.forEach(([tag, numbers], i) => {
      const at = 2 + 12 * i;
      view.setUint16(at, tag, littleEndian);
      view.setUint16(at + 2, 4, littleEndian);
      view.setUint32(at + 4, numbers.length, littleEndian);
      if (numbers.length === 1) view.setUint32(at + 8, numbers[0]!, littleEndian);
      else {
        view.setUint32(at + 8, valuesAt, littleEndian);
        const more = Buffer.alloc(4 * numbers.length);
        numbers.forEach((number, j) =>
          littleEndian ? more.writeUInt32LE(number, 4 * j) : more.writeUInt32BE(number, 4 * j),
        );
        values.push(more);
        valuesAt += more.length;
      }
    });
    new DataView(link.buffer.buffer, link.buffer.byteOffset).setUint32(link.at, start, littleEndian);
    link = { buffer: directory, at: directory.length - 4 };
    parts.push(directory, ...values);
    length = valuesAt;
  }
  return Buffer.concat(parts);
}
