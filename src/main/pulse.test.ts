import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pulse } from './pulse';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(): { pulse: Pulse; told: string[] } {
  const told: string[] = [];
  const pulse = new Pulse({ silent: () => told.push('silent'), back: () => told.push('back') });
  pulse.start();
  return { pulse, told };
}

it('tells of 15 seconds without a word, again after 30 and 60, and of the first word after them', () => {
  const { pulse, told } = setUp();
  vi.advanceTimersByTime(14_000);
  pulse.beat();
  vi.advanceTimersByTime(14_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(told).toEqual(['silent']);
  vi.advanceTimersByTime(45_000);
  expect(told).toEqual(['silent', 'silent', 'silent']);
  pulse.beat();
  expect(told.at(-1)).toBe('back');
  pulse.beat();
  expect(told).toHaveLength(4);
});

it('counts no time in which it did not run itself, as while the machine slept', () => {
  const { told } = setUp();
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(5000);
  expect(told).toEqual([]);
});

it('is still once it is stopped', () => {
  const { pulse, told } = setUp();
  pulse.stop();
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});
