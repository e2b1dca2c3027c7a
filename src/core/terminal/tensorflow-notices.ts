/** A part of a line: this text, or any of these letters once or more often. */
type Part = { text: Uint8Array } | { anyOf: Uint8Array };
const text = (ascii: string): Part => ({ text: bytesOf(ascii) });
const digits: Part = { anyOf: bytesOf('0123456789') };
const blanks: Part = { anyOf: bytesOf(' ') };

/**
 * TensorFlow 2.21 prints these two lines on standard error whenever it is loaded, before it reads any setting that could
 * silence it. The second begins with the time (`00:00:` and seconds) and the thread's id, padded with blanks.
 */
const NOTICES: readonly (readonly Part[])[] = [
  [text('WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n')],
  [
    text('I0000 00:00:'),
    digits,
    text('.'),
    digits,
    blanks,
    digits,
    text(
      ' port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results due to floating-point round-off errors from different computation orders. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.\n',
    ),
  ],
];

/** More than a clock or a thread id has: an endless row of digits is not held back. */
const LONGEST_RUN = 20;
const NEWLINE = 10;
/** How the command line writes over its last line of progress (`\r`, then "erase to the end of the line"). */
const REWRITE = bytesOf('\r\u001b[K');

/**
 * Drops the two notices that TensorFlow prints while it loads, and nothing else, from a stream of bytes. All other bytes
 * leave in the call they came in, except the end of a chunk that may still become a notice: that is kept until
 * the next chunk decides.
 *
 * A notice is a whole line. It may also follow a line of progress that is still open on a terminal, since another
 * process wrote that one.
 */
export class TensorFlowNotices {
  private held: Uint8Array = new Uint8Array(0);
  /** Bytes of the current line that have left. */
  private column = 0;
  private rewritten = 0;

  /** What may leave of `chunk`, after what was held back. */
  push(chunk: Uint8Array): Uint8Array {
    const bytes = join(this.held, chunk);
    const out = new Uint8Array(bytes.length);
    let written = 0;
    let at = 0;
    while (at < bytes.length) {
      const notice = this.mayBegin ? noticeAt(bytes, at) : 0;
      if (notice === 'unfinished') break;
      if (notice > 0) at += notice;
      else {
        const byte = bytes[at++]!;
        this.note(byte);
        out[written++] = byte;
      }
    }
    this.held = bytes.slice(at);
    return out.subarray(0, written);
  }

  /** The stream has ended: what was held back, which has not become a notice. */
  end(): Uint8Array {
    const rest = this.held;
    this.held = new Uint8Array(0);
    return rest;
  }

  private get mayBegin(): boolean {
    return this.column === 0 || this.rewritten === REWRITE.length;
  }

  private note(byte: number): void {
    if (byte === NEWLINE) {
      this.column = 0;
      this.rewritten = 0;
      return;
    }
    this.column += 1;
    if (this.rewritten === REWRITE.length) return;
    if (byte === REWRITE[this.rewritten]) this.rewritten += 1;
    else this.rewritten = byte === REWRITE[0] ? 1 : 0;
  }
}

/** The length of the notice that begins at `start`, 0 when none does, or `unfinished` when the bytes end within one. */
function noticeAt(bytes: Uint8Array, start: number): number | 'unfinished' {
  for (const parts of NOTICES) {
    const end = matchFrom(bytes, start, parts);
    if (end === 'unfinished') return end;
    if (end > 0) return end - start;
  }
  return 0;
}

/** The index behind the match, 0 for none. */
function matchFrom(bytes: Uint8Array, start: number, parts: readonly Part[]): number | 'unfinished' {
  let at = start;
  for (const part of parts) {
    if ('anyOf' in part) {
      const from = at;
      while (at < bytes.length && at - from < LONGEST_RUN && part.anyOf.includes(bytes[at]!)) at += 1;
      if (at === bytes.length) return 'unfinished';
      if (at === from) return 0;
    } else {
      for (const byte of part.text) {
        if (at === bytes.length) return 'unfinished';
        if (bytes[at] !== byte) return 0;
        at += 1;
      }
    }
  }
  return at;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function bytesOf(ascii: string): Uint8Array {
  return Uint8Array.from(ascii, (letter) => letter.charCodeAt(0));
}
