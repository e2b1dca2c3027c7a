import { describe, expect, it } from 'vitest';
import { thumbnailBytes, thumbnailLayout, thumbnailPixels } from './thumbnail-layout';

const least = { maxSize: 2048, maxLayers: 256 };
const usual = { maxSize: 8192, maxLayers: 2048 };

describe('thumbnailLayout', () => {
  it('holds all of Fashion-MNIST at full size', () => {
    for (const n of [10_000, 60_000, 70_000]) {
      const layout = thumbnailLayout(n, 28, 1, usual);
      expect(layout).toMatchObject({ count: n, side: 28, shrink: 1 });
      expect(layout.perLayer * layout.side).toBeLessThanOrEqual(usual.maxSize);
      expect(layout.layers).toBeLessThanOrEqual(usual.maxLayers);
      expect(layout.perLayer * layout.layers).toBe(n);
    }
  });

  it('shrinks large images, and many images', () => {
    expect(thumbnailLayout(100, 128, 3, usual)).toMatchObject({ count: 100, side: 64, shrink: 2 });
    const many = thumbnailLayout(200_000, 64, 3, usual);
    expect(many.count).toBe(200_000);
    expect(many.side).toBeLessThan(64);
    expect(many.count * many.side ** 2 * 4).toBeLessThanOrEqual(thumbnailBytes);
  });

  it('says how many fit when not all do', () => {
    const layout = thumbnailLayout(3_000_000, 28, 3, usual);
    expect(layout.count).toBeLessThan(3_000_000);
    expect(layout.count).toBeGreaterThan(200_000);
    expect(layout.perLayer * layout.layers).toBeGreaterThanOrEqual(layout.count);
  });

  it('keeps within the least a graphics card must offer, for any number', () => {
    for (const n of [1, 2, 97, 9973, 10_007]) {
      const layout = thumbnailLayout(n, 28, 1, least);
      expect(layout.count).toBe(n);
      expect(layout.perLayer * layout.side).toBeLessThanOrEqual(least.maxSize);
      expect(layout.layers).toBeLessThanOrEqual(least.maxLayers);
    }
  });
});

describe('thumbnailPixels', () => {
  it('takes the images as they lie, without a copy', () => {
    const pixels = new Uint8Array(100 * 16 * 16).map((_, i) => i % 251);
    const layout = thumbnailLayout(100, 16, 1, usual);
    expect(thumbnailPixels(pixels, 16, 1, layout).buffer).toBe(pixels.buffer);
  });

  it('pads where no even share of layers is to be had', () => {
    const pixels = new Uint8Array(9973 * 28 * 28).fill(9);
    const layout = thumbnailLayout(9973, 28, 1, least);
    const padded = thumbnailPixels(pixels, 28, 1, layout);
    expect(padded).toHaveLength(layout.perLayer * layout.layers * 28 * 28);
    expect(padded[pixels.length - 1]).toBe(9);
    expect(padded[pixels.length]).toBe(0);
  });

  it('shrinks by the mean of each block, channel by channel', () => {
    const layout = { count: 1, side: 1, shrink: 2, perLayer: 1, layers: 1 };
    const pixels = Uint8Array.from([10, 0, 100, 20, 0, 100, 30, 0, 100, 40, 4, 100]);
    expect([...thumbnailPixels(pixels, 2, 3, layout)]).toEqual([25, 1, 100]);
  });

  it('keeps sides and colours where they are, image by image, in strips and shrunk', () => {
    const red = [230, 30, 40];
    const blue = [30, 50, 220];
    // The first is red to the left of blue, the second red above blue.
    const isRed = [(x: number) => x < 64, (_: number, y: number) => y < 64];
    const pixels = new Uint8Array(2 * 128 * 128 * 3);
    for (let i = 0, at = 0; i < 2; i++)
      for (let y = 0; y < 128; y++)
        for (let x = 0; x < 128; x++, at += 3) pixels.set(isRed[i]!(x, y) ? red : blue, at);
    const layout = thumbnailLayout(2, 128, 3, usual);
    const thumbnails = thumbnailPixels(pixels, 128, 3, layout);
    const pixel = (image: number, x: number, y: number): number[] => {
      const at = ((image * layout.side + y) * layout.side + x) * 3;
      return [...thumbnails.subarray(at, at + 3)];
    };
    const [near, far] = [layout.side * 0.25, layout.side * 0.75];
    const corners = (image: number): number[][] => [
      pixel(image, near, near),
      pixel(image, far, near),
      pixel(image, near, far),
      pixel(image, far, far),
    ];
    expect(corners(0)).toEqual([red, blue, red, blue]);
    expect(corners(1)).toEqual([red, red, blue, blue]);
  });
});
