import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it, vi } from 'vitest';
import { Foreground } from './foreground';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  return () => vi.useRealTimers();
});

/** Lets so much time pass, in milliseconds, and what waits for it go on. */
async function pass(ms: number): Promise<void> {
  await nextTurn();
  await vi.advanceTimersByTimeAsync(ms);
  await nextTurn();
}

function giving(foreground: Foreground): { over: boolean } {
  const state = { over: false };
  void foreground.giveWay().then(() => (state.over = true));
  return state;
}

it('does not hold what nothing comes before', async () => {
  const one = giving(new Foreground());
  await nextTurn();
  await nextTurn();
  expect(one.over).toBe(true);
});

it('holds other work until a while after the last touch', async () => {
  const foreground = new Foreground(300);
  foreground.touch();
  const one = giving(foreground);
  await pass(200);
  foreground.touch();
  await pass(290);
  expect(one.over).toBe(false);
  await pass(20);
  expect(one.over).toBe(true);
});

it('holds one piece of work for a second and a half at most, however long a slider moves', async () => {
  const foreground = new Foreground();
  foreground.touch();
  const one = giving(foreground);
  for (let moves = 0; moves < 14; moves++) {
    await pass(100);
    foreground.touch();
  }
  expect(one.over).toBe(false);
  await pass(110);
  expect(one.over).toBe(true);
});
