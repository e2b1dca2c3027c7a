import type { Action } from './action';

/** What is looked at of the DOM's `KeyboardEvent`. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const namedKeys: Readonly<Record<string, string>> = { Space: ' ' };

/** Whether a press of keys is what an accelerator stands for. */
export function isPressed(accelerator: string, press: Press, isMac: boolean): boolean {
  const parts = accelerator.split('+');
  const key = parts.at(-1) ?? '';
  const command = parts.includes('CmdOrCtrl');
  if ((isMac ? press.metaKey : press.ctrlKey) !== command) return false;
  if ((isMac ? press.ctrlKey : press.metaKey) || press.altKey !== parts.includes('Alt')) return false;
  if (press.key.toLowerCase() !== (namedKeys[key] ?? key).toLowerCase()) return false;
  // A sign such as ? or / may need Shift on one keyboard and not on another; the sign itself is what counts.
  const isLetter = /^[a-z]$/i.test(press.key) || press.key.length > 1;
  return !isLetter || press.shiftKey === parts.includes('Shift');
}

/** The first action whose keys are pressed. */
export function actionFor(actions: readonly Action[], press: Press, isMac: boolean): Action | undefined {
  return actions.find(({ keys }) => keys !== undefined && isPressed(keys, press, isMac));
}

/** Whether an accelerator has a modifier: those work while one is typing, too. */
export function hasCommand(accelerator: string): boolean {
  return accelerator.includes('CmdOrCtrl');
}

/** The keys of an accelerator, as a person reads them: `['Ctrl', 'Shift', 'Z']`. */
export function shownKeys(accelerator: string, isMac: boolean): string[] {
  const names: Record<string, string> = isMac
    ? { CmdOrCtrl: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Escape: 'Esc' }
    : { CmdOrCtrl: 'Ctrl', Escape: 'Esc' };
  return accelerator.split('+').map((key) => names[key] ?? key);
}

export function isMacPlatform(): boolean {
  return navigator.platform.startsWith('Mac');
}
