import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import type { GroupsSlice, MapViewSlice } from '../map/map-state';
import type { LatentSlice } from '../latent/latent-state';
import { clearPath, refreshPath } from '../latent/path';
import { keep } from '../latent/pins';
import { decodeFocused } from '../map/selection';
import { setSettings } from './settings';
import type { AtelierState } from '../state';
import type { PathSlice } from '../latent/path-state';
import type { SelectionSlice } from '../map/selection-state';
import type { SettingsSlice } from './settings-state';

/** Something of the session that can be undone by itself. Values are never changed in place. */
export interface UndoPart {
  /** In a word or two, as it stands after "Undo". */
  readonly name: string;
  /** Quick changes of it are one step. */
  readonly merges: boolean;
  read(state: AtelierState): unknown;
  same(first: unknown, second: unknown): boolean;
  put(atelier: Atelier, value: unknown): void;
}

interface TypedPart<T extends object> {
  name: string;
  merges?: boolean;
  read: (state: AtelierState) => T;
  /** By default, whether all fields are the very same. */
  same?: (first: T, second: T) => boolean;
  put: (atelier: Atelier, value: T) => void;
}

/** A part whose values are records of fields. */
function part<T extends object>({
  name,
  merges = false,
  read,
  same = sameFields,
  put,
}: TypedPart<T>): UndoPart {
  return {
    name,
    merges,
    read,
    same: (first, second) => same(first as T, second as T),
    // A part is only ever given what its own `read` gave.
    put: (atelier, value) => put(atelier, value as T),
  };
}

function sameFields<T extends object>(first: T, second: T): boolean {
  return (Object.keys(first) as (keyof T)[]).every((key) => Object.is(first[key], second[key]));
}

type Stops = Pick<SelectionSlice, 'a' | 'b' | 'focus'> & Pick<PathSlice, 'via'>;

export const undoParts: readonly UndoPart[] = [
  part<Stops>({
    name: 'the chosen images',
    read: ({ selection: { a, b, focus }, path: { via } }) => ({ a, b, focus, via }),
    same: (first, second) =>
      first.a === second.a &&
      first.b === second.b &&
      first.focus === second.focus &&
      String(first.via) === String(second.via),
    put: (atelier, { via, ...ends }) => {
      change(atelier.store, 'selection', { ...ends, decoded: null, error: null });
      clearPath(atelier);
      change(atelier.store, 'path', { via });
      if (ends.a === null) atelier.decode.forget();
      decodeFocused(atelier);
      refreshPath(atelier);
    },
  }),
  part<Pick<PathSlice, 'method' | 'steps'>>({
    name: 'the path',
    merges: true,
    read: ({ path: { method, steps } }) => ({ method, steps }),
    put: (atelier, fields) => {
      change(atelier.store, 'path', fields);
      refreshPath(atelier);
    },
  }),
  part<Pick<LatentSlice, 'pins'>>({
    name: 'the pins',
    merges: true,
    read: ({ latent: { pins } }) => ({ pins }),
    // They are read again with each new embedding of the same images.
    same: (first, second) => JSON.stringify(first.pins) === JSON.stringify(second.pins),
    put: (atelier, { pins }) => keep(atelier, pins),
  }),
  part<Pick<SettingsSlice, 'colourBy'>>({
    name: 'the colouring',
    read: ({ settings: { colourBy } }) => ({ colourBy }),
    put: (atelier, fields) => setSettings(atelier, fields),
  }),
  part<Pick<MapViewSlice, 'dimmed' | 'range'>>({
    name: 'the dimmed points',
    merges: true,
    read: ({ mapView: { dimmed, range } }) => ({ dimmed, range }),
    put: (atelier, fields) => change(atelier.store, 'mapView', fields),
  }),
  part<Pick<GroupsSlice, 'rows' | 'shown' | 'named'>>({
    name: 'the selection',
    read: ({ groups: { rows, shown, named } }) => ({ rows, shown, named }),
    put: (atelier, fields) => {
      atelier.mean.forget();
      change(atelier.store, 'groups', { ...fields, mean: null, error: null });
    },
  }),
];
