import type { WindowEvent, WindowEventPayload } from '../../contract/window-calls';
import { createAtelier, type Atelier, type Bridge } from '../store/atelier';
import { listen } from '../store/boot';
import type { AtelierState } from '../store/state';
import { answers, type Calls } from './fake-answers';

type Listener = (payload: never) => void;

/** A window's way out without a process behind it: calls answer at once, events are sent by the test. */
export interface FakeAtelier {
  atelier: Atelier;
  /** Names of the calls made, with what went in. */
  asked: { call: keyof Calls; input: unknown }[];
  emit: <E extends WindowEvent>(event: E, payload: WindowEventPayload<E>) => void;
  stored: Map<string, string>;
}

export function fakeAtelier(overrides: Partial<Calls> = {}): FakeAtelier {
  const listeners = new Map<WindowEvent, Listener[]>();
  const asked: FakeAtelier['asked'] = [];
  const calls = { ...answers(), ...overrides };
  const heard = <C extends keyof Calls>(call: C): Calls[C] => {
    const answer = calls[call] as (input: unknown) => Promise<unknown>;
    return ((input: unknown) => {
      asked.push({ call, input });
      return answer(input);
    }) as Calls[C];
  };
  const bridge: Bridge = {
    ...(Object.fromEntries(
      (Object.keys(calls) as (keyof Calls)[]).map((call) => [call, heard(call)]),
    ) as unknown as Calls),
    on: (event, listener) => {
      const those = listeners.get(event) ?? [];
      listeners.set(event, [...those, listener]);
      return () =>
        listeners.set(
          event,
          (listeners.get(event) ?? []).filter((one) => one !== listener),
        );
    },
  };
  const stored = new Map<string, string>();
  const atelier = createAtelier(bridge, {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
  });
  atelier.store.setState({ engine: { state: 'ready', message: '', resumable: null } });
  listen(atelier);
  return {
    atelier,
    asked,
    stored,
    emit: (event, payload) => {
      for (const listener of listeners.get(event) ?? [])
        (listener as (told: typeof payload) => void)(payload);
    },
  };
}

export const stateOf = ({ atelier }: FakeAtelier): AtelierState => atelier.store.getState();

/** What the window has said, the first first. */
export const textsOf = (fake: FakeAtelier): string[] => stateOf(fake).notices.map(({ text }) => text);

/** What went into the calls of one name, the first first. */
export const inputsOf = ({ asked }: FakeAtelier, call: keyof Calls): unknown[] =>
  asked.filter((each) => each.call === call).map(({ input }) => input);
