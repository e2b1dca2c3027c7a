import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { timeLimits } from '../contract/testing/time-limits';
import { hostedEngine, progressOf } from './testing/hosted-engine';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => void vi.useRealTimers());

it('says when the engine does not answer, and when it does again', async () => {
  const { host, newest, statuses } = hostedEngine();
  newest().say({ type: 'ready' });
  await vi.advanceTimersByTimeAsync(10_000);
  newest().say({ type: 'alive' });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(host.status.state).toBe('ready');
  host.restart();
  expect(newest().kills).toEqual([]);
  await vi.advanceTimersByTimeAsync(6000);
  expect(host.status.state).toBe('silent');
  expect(host.status.message).toMatch(
    /^The engine does not answer\. .*wait, or restart it; what is shown stays\.$/,
  );
  newest().say({ type: 'alive' });
  expect(statuses.map(({ state }) => state)).toEqual(['starting', 'ready', 'silent', 'ready']);
  expect(host.status.message).toBe('');
});

it('ends an engine that does not answer when that is wished, and starts another', async () => {
  const app = hostedEngine();
  app.newest().say({ type: 'ready' });
  app.newest().event('training.progress', progressOf('/runs/one'));
  await vi.advanceTimersByTimeAsync(16_000);
  expect(app.host.status.message).toMatch(/training can then go on from its last checkpoint\.$/);
  app.host.restart();
  expect(app.newest().kills).toEqual([true]);
  app.newest().exit(9);
  // Before the next one is forked, time passes and the checkpoints' folder is really read.
  await vi.waitFor(() => expect(app.forked).toHaveLength(2), { timeout: timeLimits.event });
  app.newest().say({ type: 'ready' });
  expect(app.host.status.state).toBe('ready');
  expect(app.host.status.message).toContain('(it did not answer and was ended) while training');
});
