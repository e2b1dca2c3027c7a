import { acceleratorOf, menuEntries, type MenuAction } from '../../../contract/menu';
import type { Atelier } from '../atelier';
import type { AtelierState } from '../state';

export const actionGroups = ['Session', 'Training', 'Map', 'Path', 'Window'] as const;
export type ActionGroup = (typeof actionGroups)[number];

/** Something the user can have done, from the palette, by a key, and many of them from the menu bar. */
export interface Action {
  readonly id: string;
  readonly title: string;
  readonly group: ActionGroup;
  /** Other words by which people look for it. */
  readonly words?: string;
  /** As Electron writes an accelerator; a bare key counts only while nobody is typing. */
  readonly keys?: string;
  /** Why it cannot be done now, in a sentence; null when it can. */
  readonly whyNot?: (state: AtelierState) => string | null;
  /** What it would be done to now, after its title. */
  readonly object?: (state: AtelierState) => string | null;
  readonly run: (atelier: Atelier) => void | Promise<void>;
}

/** An action of the menu bar: its title and its keys stand in the contract. */
export function menuAction(id: MenuAction, rest: Omit<Action, 'id' | 'title' | 'keys'>): Action {
  const keys = acceleratorOf(id);
  return { id, title: menuEntries[id].label, ...(keys === undefined ? {} : { keys }), ...rest };
}
