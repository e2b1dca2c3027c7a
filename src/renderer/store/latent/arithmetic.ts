import type { DecodedLatents } from '../../../contract/latent';
import type { DecodedImages, Embedding } from '../../../contract/space';
import { analogy, meanOf } from '../../../core/latent/arithmetic';
import type { Atelier, Bridge } from '../atelier';
import type { AtelierStore } from '../atelier-store';
import { Latest } from '../latest';
import { changeLatent, locatedAt, markPlaces } from './latent-change';
import type { ArithmeticSlice, Operand, Term } from './latent-state';
import { sentenceOf } from '../notices';
import type { AtelierState } from '../state';

export const terms: readonly Term[] = ['a', 'b', 'c'];
const NEAREST_SHOWN = 8;

interface Sum {
  /** `[4, latent]`: the terms and the result. */
  latents: Float32Array<ArrayBuffer>;
  used: Readonly<Record<Term, boolean>>;
  title: string;
  dims: 2 | 3;
}
export type SumQuestions = Latest<Sum, DecodedLatents>;

export function sumQuestions(bridge: Bridge, store: AtelierStore): SumQuestions {
  return new Latest<Sum, DecodedLatents>(
    async ({ latents }) => ({
      latents,
      images: await bridge.spaceDecode({ n: 4, latents }),
      located: await bridge.spaceLocate({ n: 4, latents, k: NEAREST_SHOWN }),
    }),
    ({ images, located }, { latents, used, title, dims }) => {
      const decoded = {
        latents: latents.slice((3 * latents.length) / 4),
        images: imageAt(images, 3),
        located: locatedAt(located, 3, dims),
      };
      const decodedTerms = Object.fromEntries(
        terms.map((term, at) => [term, used[term] ? imageAt(images, at) : null]),
      ) as Record<Term, DecodedImages | null>;
      const sum = { origin: 'arithmetic' as const, title, decoded, mapPercentile: null };
      changeLatent(store, 'arithmetic', { result: { terms: decodedTerms, sum }, busy: false, error: null });
      markPlaces(store);
    },
    (error) => changeLatent(store, 'arithmetic', { result: null, busy: false, error: sentenceOf(error) }),
  );
}

function imageAt({ n, side, channels, pixels }: DecodedImages, at: number): DecodedImages {
  const size = pixels.length / n;
  return { n: 1, side, channels, pixels: pixels.slice(at * size, (at + 1) * size) };
}

/** The rows a term is the mean of; none when its class, group or selection is empty or gone. */
export function rowsOf(operand: Operand, { space, groups }: AtelierState): ArrayLike<number> {
  const { embedding } = space;
  if (embedding === null) return [];
  switch (operand.kind) {
    case 'none':
      return [];
    case 'image':
      return operand.index < embedding.n ? [operand.index] : [];
    case 'selection':
      return groups.rows ?? [];
    case 'group':
      return groups.named.find(({ id }) => id === operand.id)?.rows ?? [];
    case 'class':
      return rowsOfClass(embedding, operand.label);
  }
}

function rowsOfClass({ labels }: Embedding, label: number): number[] {
  const rows: number[] = [];
  labels.forEach((one, row) => one === label && rows.push(row));
  return rows;
}

/** A term in a word or two; null for none. */
export function nameOf(operand: Operand, { space, groups }: AtelierState): string | null {
  switch (operand.kind) {
    case 'none':
      return null;
    case 'image':
      return `#${operand.index}`;
    case 'selection':
      return 'the selection';
    case 'group':
      return groups.named.find(({ id }) => id === operand.id)?.name ?? 'a group that is gone';
    case 'class':
      return space.embedding?.labelNames[operand.label] ?? `class ${operand.label}`;
  }
}

export function setTerm(atelier: Atelier, term: Term, operand: Operand): void {
  const { terms: before } = atelier.store.getState().latent.arithmetic;
  setTerms(atelier, { ...before, [term]: operand });
}

export function setTerms(atelier: Atelier, chosen: ArithmeticSlice['terms']): void {
  changeLatent(atelier.store, 'arithmetic', { terms: chosen });
  solve(atelier);
}

/** Why there is nothing to work out, in a sentence; null when there is. */
export function whyNotSolve(state: AtelierState): string | null {
  const { terms: chosen } = state.latent.arithmetic;
  if (chosen.a.kind === 'none') return 'Choose what to start from.';
  for (const term of terms) {
    const operand = chosen[term];
    if (operand.kind !== 'none' && rowsOf(operand, state).length === 0)
      return `There are no images in ${nameOf(operand, state) ?? 'it'}: choose something else.`;
  }
  return null;
}

/** Works out A - B + C, decodes it and finds its place. A term that is none counts as nothing. */
export function solve({ store, latent }: Atelier): void {
  const state = store.getState();
  const { embedding, dims } = state.space;
  const { terms: chosen } = state.latent.arithmetic;
  if (embedding === null || whyNotSolve(state) !== null) {
    latent.sum.forget();
    changeLatent(store, 'arithmetic', { result: null, busy: false, error: null });
    markPlaces(store);
    return;
  }
  const zero = new Float32Array(embedding.latent);
  const [a, b, c] = terms.map((term) =>
    chosen[term].kind === 'none' ? zero : meanOf(embedding.mu, embedding.latent, rowsOf(chosen[term], state)),
  );
  const latents = new Float32Array(4 * embedding.latent);
  [a!, b!, c!, analogy(a!, b!, c!)].forEach((vector, at) => latents.set(vector, at * embedding.latent));
  const names = terms.map((term) => nameOf(chosen[term], state));
  const title = `${names[0]}${names[1] == null ? '' : ` − ${names[1]}`}${names[2] == null ? '' : ` + ${names[2]}`}`;
  const used = { a: true, b: chosen.b.kind !== 'none', c: chosen.c.kind !== 'none' };
  changeLatent(store, 'arithmetic', { busy: true, error: null });
  latent.sum.put({ latents, used, title, dims });
}
