import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Foreground } from '../handlers/foreground';

/** Turns of the event loop in which what is not held back would go on. */
const TURNS = 20;

/** Holds back what gives way to this foreground, as a slider that moves does, until the test lets it go on. */
export function holdBack(foreground: Foreground): {
  /** Settles when something has given way and had time to go on if it were not held. */
  held: Promise<void>;
  release: () => void;
} {
  let reach: () => void = () => undefined;
  let release: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const gate = new Promise<void>((resolve) => (release = resolve));
  const giveWay = foreground.giveWay.bind(foreground);
  foreground.giveWay = () => {
    reach();
    return gate;
  };
  const held = reached.then(async () => {
    for (let turn = 0; turn < TURNS; turn++) await nextTurn();
  });
  return {
    held,
    release: () => {
      foreground.giveWay = giveWay;
      release();
    },
  };
}
