import type { Atelier } from '../atelier';
import { change, type AtelierStore } from '../atelier-store';
import type { AtelierState } from '../state';
import { undoParts, type UndoPart } from './undo-parts';

const MOST_STEPS = 200;
/** Changes of the same thing within so many milliseconds are one: a slider that is dragged, a name that is typed. */
const SAME_GESTURE_MS = 600;

type Values = readonly unknown[];

interface Step {
  /** The values of all parts before the change. */
  values: Values;
  /** The places of the parts that changed. */
  changed: readonly number[];
  at: number;
}

/**
 * What the user did to the session, to be undone and done again. It watches the store: whatever changes one of the
 * parts is a step, and all that changes before the next task is one step.
 */
export class UndoHistory {
  private readonly past: Step[] = [];
  private readonly future: Step[] = [];
  private current: Values;
  private isWaiting = false;
  private isMoving = false;

  constructor(
    private readonly store: AtelierStore,
    private readonly parts: readonly UndoPart[] = undoParts,
  ) {
    this.current = this.read(store.getState());
  }

  /** Watches until the returned function is called. */
  watch(): () => void {
    this.current = this.read(this.store.getState());
    const ends = [
      this.store.subscribe((state) => {
        if (this.isMoving || this.isWaiting || this.differences(this.read(state)).length === 0) return;
        this.isWaiting = true;
        queueMicrotask(() => this.keep());
      }),
      // Other images are another session: what was done to the former ones cannot be undone in these.
      this.store.subscribe(
        (state) => state.space.embedding?.n,
        () => this.forget(),
      ),
    ];
    return () => ends.forEach((end) => end());
  }

  undo(atelier: Atelier): void {
    this.move(atelier, this.past, this.future);
  }

  redo(atelier: Atelier): void {
    this.move(atelier, this.future, this.past);
  }

  /** Does what is no step of the user's: what is put back at the start, for one. */
  aside(work: () => void): void {
    this.keep();
    this.isMoving = true;
    try {
      work();
    } finally {
      this.isMoving = false;
    }
    this.current = this.read(this.store.getState());
  }

  private keep(): void {
    if (!this.isWaiting) return;
    this.isWaiting = false;
    const values = this.read(this.store.getState());
    const changed = this.differences(values);
    if (changed.length === 0) return;
    const at = performance.now();
    const last = this.past.at(-1);
    const goesOn = last !== undefined && at - last.at < SAME_GESTURE_MS && sameNumbers(last.changed, changed);
    if (goesOn && changed.every((place) => this.parts[place]?.merges)) last.at = at;
    else this.past.push({ values: this.current, changed, at });
    if (this.past.length > MOST_STEPS) this.past.shift();
    this.future.length = 0;
    this.current = values;
    this.tell();
  }

  private move(atelier: Atelier, from: Step[], to: Step[]): void {
    // A change of this very task is a step of its own first.
    this.keep();
    const step = from.pop();
    if (step === undefined) return;
    to.push({ values: this.current, changed: step.changed, at: -Infinity });
    this.aside(() => {
      for (const place of step.changed) this.parts[place]?.put(atelier, step.values[place]);
    });
    this.tell();
  }

  private forget(): void {
    this.past.length = 0;
    this.future.length = 0;
    this.isWaiting = true;
    // What others put in place for the new images within this task is their beginning, and no step.
    queueMicrotask(() => {
      this.isWaiting = false;
      this.current = this.read(this.store.getState());
    });
    this.tell();
  }

  private read(state: AtelierState): Values {
    return this.parts.map((part) => part.read(state));
  }

  private differences(values: Values): number[] {
    return this.parts.flatMap((part, place) =>
      part.same(values[place], this.current[place]) ? [] : [place],
    );
  }

  private tell(): void {
    change(this.store, 'undo', { undo: this.name(this.past), redo: this.name(this.future) });
  }

  private name(steps: readonly Step[]): string | null {
    const place = steps.at(-1)?.changed[0];
    return place === undefined ? null : (this.parts[place]?.name ?? null);
  }
}

function sameNumbers(first: readonly number[], second: readonly number[]): boolean {
  return first.length === second.length && first.every((value, place) => value === second[place]);
}
