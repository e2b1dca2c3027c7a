import { describe, expect, it } from 'vitest';
import { imageAxes, imageBytes, valueRange } from './image-array';

describe('arrays of images', () => {
  it.each([
    [[5, 28, 20], { n: 5, height: 28, width: 20, channels: 1, channelsFirst: false }],
    [[5, 28, 20, 3], { n: 5, height: 28, width: 20, channels: 3, channelsFirst: false }],
    [[5, 28, 20, 1], { n: 5, height: 28, width: 20, channels: 1, channelsFirst: false }],
    [[5, 3, 28, 20], { n: 5, height: 28, width: 20, channels: 3, channelsFirst: true }],
    [[5, 1, 28, 20], { n: 5, height: 28, width: 20, channels: 1, channelsFirst: true }],
    [[5, 64], null],
    [[5, 1, 64], null],
    [[5, 64, 1, 1], null],
    [[5, 2, 28, 20], null],
    [[0, 28, 28], null],
  ])('are told by their shape: %j', (shape, axes) => {
    expect(imageAxes(shape)).toEqual(axes);
  });

  it.each([
    [Uint8Array.of(0, 200), 0, 255, null],
    [Uint8Array.of(0, 1), 0, 1, /between 0 and 1/],
    [Float32Array.of(0, 0.5, NaN, 1), 0, 1, /numbers lie between 0 and 1: 0 is taken for black/],
    [Float64Array.of(0, 254.5), 0, 255, /between 0 and 255/],
    [Int32Array.of(0, 4095), 0, 4095, /whole numbers lie between 0 and 4095: the least is taken for black/],
    [Float32Array.of(-1, 1), -1, 1, /between -1 and 1/],
    [Float32Array.of(7, 7), 0, 255, /taken as bytes are/],
  ])('have their range said: %j', (data, low, high, note) => {
    const range = valueRange(data);
    expect(range).toMatchObject({ low, high });
    if (note === null) expect(range.note).toBeNull();
    else expect(range.note).toMatch(note);
  });

  it('are turned to bytes, with their channels last', () => {
    const axes = imageAxes([2, 3, 4, 4])!;
    const data = Float32Array.from({ length: 96 }, (_, i) => (i % 48) / 255);
    const range = { low: 0, high: 1, note: null, isOwn: false };
    expect([...imageBytes(data, 1, axes, range)!.subarray(0, 6)]).toEqual([0, 16, 32, 1, 17, 33]);
    data[50] = NaN;
    expect(imageBytes(data, 1, axes, range)).toBeNull();
    expect(imageBytes(data, 0, axes, range)).not.toBeNull();
  });
});
