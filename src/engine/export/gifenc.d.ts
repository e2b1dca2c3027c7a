/** The part of gifenc (MIT, no types of its own) that is used here. */
declare module 'gifenc' {
  type Palette = number[][];
  interface Encoder {
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: { palette: Palette; delay: number; repeat: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  }
  interface Gifenc {
    GIFEncoder: () => Encoder;
    quantize: (rgba: Uint8Array, maxColors: number) => Palette;
    applyPalette: (rgba: Uint8Array, palette: Palette) => Uint8Array;
  }
  // A CommonJS module: Node knows its default export alone, a test runner its names.
  export const GIFEncoder: Gifenc['GIFEncoder'] | undefined;
  export const quantize: Gifenc['quantize'] | undefined;
  export const applyPalette: Gifenc['applyPalette'] | undefined;
  const gifenc: Gifenc;
  export default gifenc;
}
