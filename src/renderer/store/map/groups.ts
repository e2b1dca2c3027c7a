import type { DecodedImages, Embedding } from '../../../contract/space';
import type { Atelier, Bridge } from '../atelier';
import { change, type AtelierStore } from '../atelier-store';
import { Latest } from '../latest';
import type { NamedGroup } from './map-state';
import { reporting, say, sentenceOf } from '../notices';

/** Whether a choice takes the place of the former one, joins it, or is taken from it. */
export type GroupMode = 'replace' | 'add' | 'remove';

export interface MeanQuestion {
  rows: Uint32Array;
  latents: Float32Array<ArrayBuffer>;
  hasMap: boolean;
}
interface Mean {
  images: DecodedImages;
  /** `[dims]`; null without a map. */
  position: Float32Array | null;
}
export type MeanQuestions = Latest<MeanQuestion, Mean>;

export function meanQuestions(bridge: Bridge, store: AtelierStore): MeanQuestions {
  return new Latest<MeanQuestion, Mean>(
    async ({ latents, hasMap }) => {
      const images = await bridge.spaceDecode({ n: 1, latents });
      const position = hasMap ? (await bridge.spacePlace({ n: 1, latents })).positions : null;
      return { images, position };
    },
    ({ images, position }, { rows }) => {
      change(store, 'groups', { mean: { rows, images }, error: null });
      change(store, 'mapView', { marker: position });
    },
    (error) => change(store, 'groups', { mean: null, error: sentenceOf(error) }),
  );
}

/** Chooses images together, by their rows. Nothing chosen is no group. */
export function chooseGroup(atelier: Atelier, rows: ArrayLike<number>, mode: GroupMode = 'replace'): void {
  const { embedding } = atelier.store.getState().space;
  if (embedding === null) return;
  const { rows: before } = atelier.store.getState().groups;
  const mask = new Uint8Array(embedding.n);
  if (mode !== 'replace') for (const row of before ?? []) mask[row] = 1;
  const value = mode === 'remove' ? 0 : 1;
  for (let i = 0; i < rows.length; i += 1) if (rows[i]! < embedding.n) mask[rows[i]!] = value;
  const chosen: number[] = [];
  for (let i = 0; i < embedding.n; i += 1) if (mask[i] === 1) chosen.push(i);
  show(atelier, chosen.length === 0 ? null : Uint32Array.from(chosen), null);
}

export function clearGroup(atelier: Atelier): void {
  show(atelier, null, null);
}

function show(atelier: Atelier, rows: Uint32Array | null, shown: number | null): void {
  const { store } = atelier;
  atelier.mean.forget();
  if (store.getState().groups.mean !== null) change(store, 'mapView', { marker: null });
  change(store, 'groups', { rows, shown, mean: null, error: null });
  if (rows !== null) change(store, 'mapView', { lastLit: 'selection' });
}

/** Keeps the chosen images under a name; without one they are numbered. */
export function nameGroup({ store }: Atelier, name: string): void {
  const { rows, named } = store.getState().groups;
  if (rows === null) return;
  const id = named.reduce((most, group) => Math.max(most, group.id), 0) + 1;
  const group = { id, name: name.trim() === '' ? `Selection ${id}` : name.trim(), rows };
  change(store, 'groups', { named: [...named, group], shown: id });
}

/** Chooses the images of a named group again. */
export function showGroup(atelier: Atelier, id: number): void {
  const group = atelier.store.getState().groups.named.find((one) => one.id === id);
  if (group !== undefined) show(atelier, group.rows, id);
}

/** An empty name leaves the former one. */
export function renameGroup({ store }: Atelier, id: number, name: string): void {
  const text = name.trim();
  if (text === '') return;
  const rename = (group: NamedGroup) => (group.id === id ? { ...group, name: text } : group);
  change(store, 'groups', { named: store.getState().groups.named.map(rename) });
}

/** Forgets a name; the images stay chosen. */
export function removeGroup({ store }: Atelier, id: number): void {
  const { named, shown } = store.getState().groups;
  change(store, 'groups', {
    named: named.filter((group) => group.id !== id),
    shown: shown === id ? null : shown,
  });
}

/** Writes the chosen images as CSV, to where the user says. */
export async function exportGroup({ store, bridge }: Atelier): Promise<void> {
  const { rows } = store.getState().groups;
  if (rows === null) return;
  await reporting(store, async () => {
    const written = await bridge.exportCsv({ rows: Array.from(rows) });
    if (written === null) return;
    const count = written.rows.toLocaleString('en-US');
    say(store, 'success', `Wrote ${count} ${written.rows === 1 ? 'row' : 'rows'} to ${written.path}`);
  });
}

/** Decodes the mean of the chosen images' latents and marks where it lies in the map. */
export function averageGroup(atelier: Atelier): void {
  const { space, groups } = atelier.store.getState();
  if (space.embedding === null || groups.rows === null) return;
  atelier.mean.put({
    rows: groups.rows,
    latents: meanMu(space.embedding, groups.rows),
    hasMap: space.map !== null,
  });
}

/** The mean `[latent]` of the mu vectors of some rows. */
export function meanMu({ mu, latent }: Embedding, rows: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const sum = new Float64Array(latent);
  for (let i = 0; i < rows.length; i += 1) {
    const start = rows[i]! * latent;
    for (let d = 0; d < latent; d += 1) sum[d] = sum[d]! + mu[start + d]!;
  }
  return Float32Array.from(sum, (total) => total / Math.max(1, rows.length));
}
