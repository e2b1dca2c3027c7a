import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MotionDetail } from './motion-detail';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('draws fewer points while frames are slow, and all of them once at rest', () => {
  const rested = vi.fn();
  const detail = new MotionDetail(rested);
  for (let frame = 0; frame < 12; frame++) detail.moved(frame * 200);
  expect(detail.share).toBeLessThan(0.1);
  expect(rested).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(detail.share).toBe(1);
  expect(rested).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2000);
  expect(rested).toHaveBeenCalledTimes(1);
});

it('draws everything where frames are quick, and asks for no further frame', () => {
  const rested = vi.fn();
  const detail = new MotionDetail(rested);
  for (let frame = 0; frame < 20; frame++) detail.moved(frame * 16);
  expect(detail.share).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(rested).not.toHaveBeenCalled();
});

it('begins a movement with what the last one came to', () => {
  const detail = new MotionDetail(() => undefined);
  for (let frame = 0; frame < 6; frame++) detail.moved(frame * 200);
  const learnt = detail.share;
  vi.advanceTimersByTime(200);
  detail.moved(9000);
  expect(detail.share).toBe(learnt);
});

it('has all of it drawn once at rest where something else is coarser while it moves', () => {
  const rested = vi.fn();
  const detail = new MotionDetail(rested, true);
  for (let frame = 0; frame < 20; frame++) detail.moved(frame * 16);
  expect([detail.share, detail.moving]).toEqual([1, true]);
  vi.advanceTimersByTime(200);
  expect(detail.moving).toBe(false);
  expect(rested).toHaveBeenCalledTimes(1);
});
