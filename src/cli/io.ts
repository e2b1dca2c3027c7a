import { LONGEST_SENTENCE, visible } from '../core/text/visible';

/** Where a command reads its interrupts from and writes to; the process, or a test. */
export interface Io {
  /** Results: with `--json` exactly one JSON object, otherwise a few lines for a person. */
  out: (text: string) => void;
  /** Progress and errors. */
  err: (text: string) => void;
  /** Whether `err` is a terminal, on which a line can be written over. */
  errIsTerminal: boolean;
  /** Calls `listener` on Ctrl-C until the returned function is called. */
  onInterrupt: (listener: () => void) => () => void;
}

const PIPE_INTERVAL_MS = 5_000;
const TERMINAL_INTERVAL_MS = 200;

/** Says how far a command is: on a terminal in one line that is written over, in a pipe now and then in a line. */
export class Progress {
  private last: number;
  private open = false;

  constructor(
    private readonly io: Io,
    private readonly now: () => number = Date.now,
  ) {
    // What ends at once needs no progress, and a mistake in the input is then one line alone.
    this.last = now();
  }

  /** A state that the next one replaces; most of them are never shown. */
  show(text: string): void {
    if (this.now() - this.last < this.interval) return;
    this.last = this.now();
    this.open = this.io.errIsTerminal;
    this.io.err(this.io.errIsTerminal ? `\r\u001b[K${visible(text)}` : `${visible(text)}\n`);
  }

  /** A line that stays. */
  line(text: string): void {
    this.clear();
    this.io.err(`${visible(text, LONGEST_SENTENCE)}\n`);
  }

  /** Ends the line that is written over, before anything else is written. */
  clear(): void {
    if (this.open) this.io.err('\r\u001b[K');
    this.open = false;
  }

  private get interval(): number {
    return this.io.errIsTerminal ? TERMINAL_INTERVAL_MS : PIPE_INTERVAL_MS;
  }
}
