import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Indexing } from './indexing';

const few = Float32Array.from({ length: 300 }, (_, i) => Math.sin(i));
const many = Float32Array.from({ length: 180_000 }, (_, i) => Math.sin(i));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('makes a small index at once and keeps it until the points move', () => {
  const indexing = new Indexing();
  const index = indexing.of(few, 100);
  expect(index).not.toBeNull();
  expect(indexing.of(few, 100)).toBe(index);
  indexing.forget();
  expect(indexing.of(few, 100)).not.toBe(index);
});

it('makes a large one between frames', () => {
  const indexing = new Indexing();
  expect(indexing.of(many, 60_000)).toBeNull();
  vi.advanceTimersToNextTimer();
  expect(indexing.of(many, 60_000)).toBeNull();
  vi.runAllTimers();
  expect(indexing.of(many, 60_000)).not.toBeNull();
});

it('lets go of one that is being made for points that have moved', () => {
  const indexing = new Indexing();
  indexing.of(many, 60_000);
  vi.advanceTimersToNextTimer();
  indexing.forget();
  expect(vi.getTimerCount()).toBe(0);
});
