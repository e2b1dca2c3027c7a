/** Whether the user asked the system for less motion; movements then are jumps. */
export class ReducedMotion {
  private readonly query = window.matchMedia('(prefers-reduced-motion: reduce)');

  /** Calls `onChange` now and whenever the wish changes. */
  constructor(onChange: (reduced: boolean) => void, signal: AbortSignal) {
    this.query.addEventListener('change', () => onChange(this.query.matches), { signal });
    onChange(this.query.matches);
  }

  get reduced(): boolean {
    return this.query.matches;
  }

  /** Milliseconds that a movement takes. */
  duration(milliseconds: number): number {
    return this.query.matches ? 0 : milliseconds;
  }
}
