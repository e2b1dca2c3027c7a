import { describe, expect, it, vi } from 'vitest';
import { QuitGate } from './quit-gate';

function setUp(training: boolean, answers: boolean[] = []) {
  const steps = {
    needsAsking: () => training,
    ask: vi.fn(() => Promise.resolve(answers.shift() ?? false)),
    finish: vi.fn(() => Promise.resolve()),
    quit: vi.fn(),
  };
  return { gate: new QuitGate(steps), steps, event: () => ({ preventDefault: vi.fn() }) };
}

describe('QuitGate', () => {
  it('ends the engine before it lets the app quit, and asks nothing without need', async () => {
    const { gate, steps, event } = setUp(false);
    const first = event();
    await gate.handle(first);
    expect(first.preventDefault).toHaveBeenCalledOnce();
    expect(steps.ask).not.toHaveBeenCalled();
    expect(steps.finish).toHaveBeenCalledBefore(steps.quit);
    const second = event();
    await gate.handle(second);
    expect(second.preventDefault).not.toHaveBeenCalled();
    expect(steps.quit).toHaveBeenCalledOnce();
  });

  it('stays when the user keeps training, and asks again next time', async () => {
    const { gate, steps, event } = setUp(true, [false, true]);
    await gate.handle(event());
    expect(steps.finish).not.toHaveBeenCalled();
    expect(steps.quit).not.toHaveBeenCalled();
    await gate.handle(event());
    expect(steps.ask).toHaveBeenCalledTimes(2);
    expect(steps.quit).toHaveBeenCalledOnce();
  });

  it('asks once, however often one tries meanwhile', async () => {
    const { gate, steps, event } = setUp(true, [true]);
    const impatient = event();
    await Promise.all([gate.handle(event()), gate.handle(impatient)]);
    expect(impatient.preventDefault).toHaveBeenCalledOnce();
    expect(steps.ask).toHaveBeenCalledOnce();
    expect(steps.finish).toHaveBeenCalledOnce();
  });

  it('can be tried again when asking fails', async () => {
    const { gate, steps, event } = setUp(true);
    steps.ask.mockRejectedValueOnce(new Error('no window')).mockResolvedValueOnce(true);
    await expect(gate.handle(event())).rejects.toThrow('no window');
    await gate.handle(event());
    expect(steps.quit).toHaveBeenCalledOnce();
  });
});
