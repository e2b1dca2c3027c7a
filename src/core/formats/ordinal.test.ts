import { expect, it } from 'vitest';
import { ordinal } from './ordinal';

it('places are counted as English does', () => {
  expect([0, 1, 2, 3, 4, 11, 12, 13, 21, 52, 83, 99, 100, 101, 111, 112].map(ordinal).join(' ')).toBe(
    '0th 1st 2nd 3rd 4th 11th 12th 13th 21st 52nd 83rd 99th 100th 101st 111th 112th',
  );
});
