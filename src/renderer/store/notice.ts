export type NoticeKind = 'info' | 'success' | 'error';

/** A way on that a notice offers, such as undoing what it tells of. */
export interface NoticeAction {
  label: string;
  run: () => void;
}

export interface Notice {
  id: number;
  kind: NoticeKind;
  text: string;
  action?: NoticeAction;
}
