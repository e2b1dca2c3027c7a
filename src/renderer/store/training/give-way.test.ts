import { beforeEach, expect, it, vi } from 'vitest';
import { fakeAtelier } from '../../testing/fake-atelier';
import { readSettings, setSettings } from '../session/settings';
import { watchUse } from './give-way';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  return () => vi.useRealTimers();
});

function watched(phase: 'running' | 'paused' | 'idle') {
  const { atelier, asked } = fakeAtelier();
  const { training } = atelier.store.getState();
  atelier.store.setState({ training: { ...training, phase } });
  const target = new EventTarget();
  const end = watchUse(atelier, target);
  return {
    atelier,
    end,
    use: (type: string, fields: object = {}) => target.dispatchEvent(Object.assign(new Event(type), fields)),
    told: () => asked.filter(({ call }) => call === 'trainingGiveWay').length,
  };
}

it('tells the engine of drags, wheels and keys while a run trains, a few times a second', () => {
  const { use, told, end } = watched('running');
  use('pointermove', { buttons: 0 });
  expect(told()).toBe(0);
  for (const [type, fields] of [
    ['pointermove', { buttons: 1 }],
    ['wheel'],
    ['keydown'],
    ['input'],
  ] as const) {
    const before = told();
    use(type, fields);
    use(type, fields);
    expect(told()).toBe(before + 1);
    vi.advanceTimersByTime(200);
  }
  end();
  use('keydown');
  expect(told()).toBe(4);
});

it('tells nothing while nothing trains, nor when training takes what it needs', () => {
  for (const phase of ['paused', 'idle'] as const) {
    const { use, told } = watched(phase);
    use('keydown');
    expect(told()).toBe(0);
  }
  const { atelier, use, told } = watched('running');
  setSettings(atelier, { trainingPace: 'full' });
  expect(readSettings(atelier.storage).trainingPace).toBe('full');
  use('keydown');
  expect(told()).toBe(0);
});
