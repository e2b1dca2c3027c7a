/** Whether the user asked the system, or the app, for less motion; movements then are jumps. */
export class ReducedMotion {
  private readonly query = window.matchMedia('(prefers-reduced-motion: reduce)');
  private asked = false;

  /** Calls `onChange` now and whenever the wish changes. */
  constructor(
    private readonly onChange: (reduced: boolean) => void,
    signal: AbortSignal,
  ) {
    this.query.addEventListener('change', () => onChange(this.reduced), { signal });
    onChange(this.reduced);
  }

  get reduced(): boolean {
    return this.asked || this.query.matches;
  }

  /** What the app's own setting says; the system's wish counts in any case. */
  ask(asked: boolean): void {
    this.asked = asked;
    this.onChange(this.reduced);
  }

  /** Milliseconds that a movement takes. */
  duration(milliseconds: number): number {
    return this.reduced ? 0 : milliseconds;
  }
}
