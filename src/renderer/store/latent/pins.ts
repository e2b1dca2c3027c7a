import { z } from 'zod';
import { pin, type Pin } from '../../../contract/session-view';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';

const KEY = 'latent-atelier-pins';
/** Of so many runs and data sets, the last ones looked at, the pins are kept. */
const MOST_KEPT = 200;
export const LONGEST_NOTE = 500;

/** By the images they are of, the last used last. */
const stored = z.record(z.string(), z.array(pin));

/** Keeps an image at hand, or no longer. */
export function togglePin(atelier: Atelier, index: number): void {
  const { pins } = atelier.store.getState().latent;
  const others = pins.filter((one) => one.index !== index);
  keep(atelier, others.length < pins.length ? others : [...pins, { index, note: '' }]);
}

export function setNote(atelier: Atelier, index: number, note: string): void {
  const { pins } = atelier.store.getState().latent;
  const text = note.slice(0, LONGEST_NOTE);
  keep(
    atelier,
    pins.map((one) => (one.index === index ? { ...one, note: text } : one)),
  );
}

/** Puts pins as they were, as undo does. */
export function keep(atelier: Atelier, pins: readonly Pin[]): void {
  change(atelier.store, 'latent', { pins });
  const key = keyOf(atelier);
  if (key === null) return;
  const others = Object.entries(readAll(atelier)).filter(([other]) => other !== key);
  const all = pins.length === 0 ? others : [...others, [key, pins] as const];
  atelier.storage.setItem(KEY, JSON.stringify(Object.fromEntries(all.slice(-MOST_KEPT))));
}

/** Shows the pins that were kept of the images at hand. */
export function loadPins(atelier: Atelier): void {
  const key = keyOf(atelier);
  const { embedding } = atelier.store.getState().space;
  if (key === null || embedding === null) return;
  const pins = readAll(atelier)[key] ?? [];
  change(atelier.store, 'latent', { pins: pins.filter(({ index }) => index < embedding.n) });
}

/** Pins are images of one data set under one run; those of a project are its own. */
function keyOf({ store }: Atelier): string | null {
  const { training, space, project } = store.getState();
  if (space.request === null || space.embedding === null) return null;
  const { split, source, title, vectors } = space.request;
  // Whatever model is at hand, the vectors are the same.
  const of = vectors === undefined ? training.run?.runFolder : vectors.fingerprint;
  if (of === undefined) return null;
  const images = [of, source ?? title, split, space.embedding.n];
  return JSON.stringify(project === null ? images : [...images, project.path]);
}

function readAll({ storage }: Atelier): Record<string, Pin[]> {
  try {
    return stored.parse(JSON.parse(storage.getItem(KEY) ?? '{}'));
  } catch {
    // Of another version, or spoilt: there are none.
    return {};
  }
}
