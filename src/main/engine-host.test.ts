import { noChoices, noDuplicates } from '../contract/dataset';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { timeLimits } from '../contract/testing/time-limits';
import { UserError } from '../contract/errors';
import { EngineEnded } from './engine-ended';
import { hostedEngine, progressOf } from './testing/hosted-engine';

const described = { pid: 1, versions: { tensorflow: '2.21.0' } };

/** Crashes the newest process and waits for the next one to be forked, then lets it be ready. */
async function crashAndReturn(
  { forked, newest }: ReturnType<typeof hostedEngine>,
  code: number,
): Promise<void> {
  const before = forked.length;
  newest().exit(code);
  // Between the crash and the fork, time passes and the checkpoints' folder is really read.
  for (let turn = 0; turn < 1_000 && forked.length === before; turn++) {
    await vi.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(forked).toHaveLength(before + 1);
  newest().say({ type: 'ready' });
}

describe('EngineHost', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('holds calls until the engine is ready, then answers them', async () => {
    const { host, newest, statuses } = hostedEngine();
    const answer = host.call('engine.describe', {});
    await Promise.resolve();
    expect(newest().requests).toEqual([]);
    newest().say({ type: 'ready' });
    await vi.waitFor(() => expect(newest().requests).toHaveLength(1), { timeout: timeLimits.event });
    newest().answer(described);
    await expect(answer).resolves.toEqual(described);
    expect(statuses.map((status) => status.state)).toEqual(['starting', 'ready']);
  });

  it('gives each of several calls its own answer, in whatever order they come', async () => {
    const { host, newest } = hostedEngine();
    newest().say({ type: 'ready' });
    const first = host.call('space.decode', { n: 1, latents: new Float32Array([1]) });
    const second = host.call('space.decode', { n: 1, latents: new Float32Array([2]) });
    await vi.waitFor(() => expect(newest().requests).toHaveLength(2), { timeout: timeLimits.event });
    for (const { id, input } of newest().requests.toReversed()) {
      const pixels = Uint8Array.from((input as { latents: Float32Array }).latents);
      newest().say({ type: 'result', id, output: { n: 1, side: 28, channels: 1, pixels } });
    }
    expect((await first).pixels).toEqual(new Uint8Array([1]));
    expect((await second).pixels).toEqual(new Uint8Array([2]));
  });

  it('keeps apart what the user can mend from what he cannot', async () => {
    const { host, newest } = hostedEngine();
    newest().say({ type: 'ready' });
    const call = host.call('run.open', { runFolder: '/none' });
    await vi.waitFor(() => expect(newest().requests).toHaveLength(1), { timeout: timeLimits.event });
    newest().say({
      type: 'error',
      id: newest().requests[0]!.id,
      error: { kind: 'user', message: 'No run.' },
    });
    await expect(call).rejects.toThrow(new UserError('No run.'));
    await expect(call).rejects.toBeInstanceOf(UserError);
  });

  it('rejects an answer of another form than the contract has', async () => {
    const { host, newest } = hostedEngine();
    newest().say({ type: 'ready' });
    const call = host.call('engine.describe', {});
    await vi.waitFor(() => expect(newest().requests).toHaveLength(1), { timeout: timeLimits.event });
    newest().answer({ pid: 'one' });
    await expect(call).rejects.toThrow("the engine's answer to engine.describe has an unknown form");
  });

  it('passes on events of the contract only, and logs the others', () => {
    const { newest, events, log } = hostedEngine();
    newest().event('data.progress', { text: 'Reading', done: 1, total: 2 });
    newest().event('data.progress', { text: 'Reading' });
    newest().event('disk.format', {});
    newest().say('nonsense');
    expect(events).toEqual([['data.progress', { text: 'Reading', done: 1, total: 2 }]]);
    expect(log.lines.filter((line) => line.startsWith('error'))).toHaveLength(3);
  });

  it('rejects what was pending when the process dies, says so, and starts another', async () => {
    const app = hostedEngine();
    app.newest().say({ type: 'ready' });
    const pending = app.host.call('space.map', {});
    await vi.waitFor(() => expect(app.newest().requests).toHaveLength(1), { timeout: timeLimits.event });
    const refused = expect(pending).rejects.toThrow(
      new EngineEnded('The engine stopped unexpectedly (signal 11).'),
    );
    await crashAndReturn(app, 11);
    await refused;
    expect(app.statuses.map(({ state, message }) => `${state}: ${message}`)).toEqual([
      'starting: ',
      'ready: ',
      'restarting: The engine stopped unexpectedly (signal 11). It is being restarted.',
      'ready: The engine stopped unexpectedly (signal 11). It has been restarted.',
    ]);
    const again = app.host.call('engine.describe', {});
    await vi.waitFor(() => expect(app.newest().requests).toHaveLength(1), { timeout: timeLimits.event });
    app.newest().answer(described);
    await expect(again).resolves.toEqual(described);
  });

  it('waits longer after each crash and gives up at the third within a minute', async () => {
    const app = hostedEngine();
    app.newest().exit(1);
    await vi.advanceTimersByTimeAsync(249);
    expect(app.forked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(app.forked).toHaveLength(2);
    app.newest().exit(1);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(app.forked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(app.forked).toHaveLength(3);
    const waiting = app.host.call('engine.describe', {});
    const refused = expect(waiting).rejects.toThrow('is not being restarted');
    app.newest().exit(1);
    await refused;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(app.forked).toHaveLength(3);
    expect(app.host.status.state).toBe('failed');
    expect(app.host.status.message).toContain('(last with code 1)');
    await expect(app.host.call('engine.describe', {})).rejects.toBeInstanceOf(EngineEnded);

    app.host.restart();
    expect(app.host.status).toMatchObject({
      state: 'restarting',
      message: 'The engine is being started again.',
    });
    expect(app.forked).toHaveLength(4);
    app.newest().say({ type: 'ready' });
    const answer = app.host.call('engine.describe', {});
    await vi.waitFor(() => expect(app.newest().requests).toHaveLength(1), { timeout: timeLimits.event });
    app.newest().answer(described);
    await expect(answer).resolves.toEqual(described);
  });

  it('does not hold crashes of long ago against it', async () => {
    const app = hostedEngine();
    for (let crash = 0; crash < 5; crash++) {
      await crashAndReturn(app, 9);
      await vi.advanceTimersByTimeAsync(40_000);
    }
    expect(app.host.status.state).toBe('ready');
  });

  it('ends a process that does not get ready, which counts as a crash', async () => {
    const { newest, log } = hostedEngine();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(newest().kills).toEqual([true]);
    expect(log.lines.at(-1)).toContain('not ready');
  });

  describe('with a run in training', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'latent-atelier-host-'));
      for (const step of ['200', '400', '.600.tmp'])
        await mkdir(path.join(folder, 'checkpoints', step), { recursive: true });
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('offers to go on from the newest checkpoint, until the run goes on', async () => {
      const app = hostedEngine();
      app.newest().say({ type: 'ready' });
      app.newest().event('training.progress', progressOf(folder));
      expect(app.host.isTraining).toBe(true);
      await crashAndReturn(app, 9);
      expect(app.host.isTraining).toBe(false);
      expect(app.host.status).toEqual({
        state: 'ready',
        message:
          'The engine stopped unexpectedly (signal 9) while training. It has been restarted; ' +
          'training can go on from its last checkpoint at step 400.',
        resumable: { runFolder: folder, step: 400 },
      });

      const resumed = app.host.call('training.resume', { runFolder: folder });
      await vi.waitFor(() => expect(app.newest().requests).toHaveLength(1), { timeout: timeLimits.event });
      app.newest().answer({ runFolder: folder, steps: 900, step: 400, data: summary });
      await resumed;
      expect(app.host.status).toEqual({ state: 'ready', message: '', resumable: null });
      expect(app.host.isTraining).toBe(true);
    });

    it('keeps the offer over a second crash', async () => {
      const app = hostedEngine();
      app.newest().say({ type: 'ready' });
      app.newest().event('training.progress', progressOf(folder));
      await crashAndReturn(app, 9);
      await crashAndReturn(app, 9);
      expect(app.host.status.resumable).toEqual({ runFolder: folder, step: 400 });
    });

    it('says when there is no checkpoint to go on from', async () => {
      const app = hostedEngine();
      await rm(path.join(folder, 'checkpoints'), { recursive: true });
      app.newest().say({ type: 'ready' });
      app.newest().event('training.progress', progressOf(folder));
      await crashAndReturn(app, 9);
      expect(app.host.status.resumable).toBeNull();
      expect(app.host.status.message).toContain('had no checkpoint yet');
    });

    it('offers nothing for a run that had ended', async () => {
      const app = hostedEngine();
      app.newest().say({ type: 'ready' });
      app.newest().event('training.progress', progressOf(folder));
      app
        .newest()
        .event('training.end', { reason: 'finished', runFolder: folder, step: 30, message: 'Done.' });
      await crashAndReturn(app, 9);
      expect(app.host.status.resumable).toBeNull();
    });

    it('stops the run before it ends the process at quitting', async () => {
      const { host, newest, forked } = hostedEngine();
      newest().say({ type: 'ready' });
      newest().event('training.progress', progressOf(folder));
      const closed = host.close(5_000);
      expect(newest().requests.map((request) => request.call)).toEqual(['training.stop']);
      newest().answer({});
      await vi.advanceTimersByTimeAsync(100);
      expect(newest().kills).toEqual([]);
      newest().event('training.end', { reason: 'stopped', runFolder: folder, step: 12, message: 'Stopped.' });
      await vi.waitFor(() => expect(newest().kills).toEqual([false]), { timeout: timeLimits.event });
      newest().exit(0);
      await closed;
      await vi.advanceTimersByTimeAsync(60_000);
      expect(forked).toHaveLength(1);
      expect(newest().kills).toEqual([false]);
    });

    it('waits for nothing once the process has died while it was to stop', async () => {
      const { host, newest, forked } = hostedEngine();
      newest().say({ type: 'ready' });
      newest().event('training.progress', progressOf(folder));
      const closed = host.close(5_000);
      newest().exit(2);
      await closed;
      expect(newest().kills).toEqual([]);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(forked).toHaveLength(1);
    });

    it('does not wait for ever for a run that does not stop, nor for a process that does not end', async () => {
      const { host, newest, log } = hostedEngine();
      newest().say({ type: 'ready' });
      newest().event('training.progress', progressOf(folder));
      const closed = host.close(5_000);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(newest().kills).toEqual([false]);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(newest().kills).toEqual([false, true]);
      await vi.advanceTimersByTimeAsync(2_000);
      await closed;
      expect(log.lines.some((line) => line.includes('did not stop within 5000 ms'))).toBe(true);
    });
  });
});

const summary = {
  source: { kind: 'fashion-mnist' },
  name: 'Fashion-MNIST',
  train: 60_000,
  test: 10_000,
  side: 28,
  channels: 1,
  classes: [],
  leftOut: [],
  notes: [],
  parameterCount: 807_025,
  whole: true,
  formats: [],
  sizes: null,
  samples: { n: 0, side: 28, channels: 1 as const, labels: new Int32Array(), pixels: new Uint8Array() },
  options: {},
  choices: noChoices,
  duplicates: noDuplicates,
  cached: 0,
};
