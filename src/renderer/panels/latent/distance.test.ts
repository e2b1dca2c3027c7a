import { expect, it } from 'vitest';
import { distanceInWords } from './distance';

it('says how far from the data something is, and of how many images that was measured', () => {
  expect([0, 43.8, 100].map((percentile) => distanceInWords(percentile, 20_000))).toEqual([
    'below the 1st percentile',
    '43rd percentile',
    'farther than any image',
  ]);
  expect(distanceInWords(43.8, 20_001)).toBe('43rd percentile of 2,000 images');
  expect(distanceInWords(100, 70_000)).toBe('farther than any of 2,000 images');
});
