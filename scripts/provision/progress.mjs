import { stripVTControlCharacters } from 'node:util';

const titleWidth = 16;
/** Without a terminal nobody watches a line change: one line every few seconds is enough for a log. */
const logEveryMs = 5000;
const redrawEveryMs = 100;

/** @param {number} bytes */
export function megabytes(bytes) {
  return (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0);
}

/** @param {number} done @param {number} [total] */
export function sizes(done, total) {
  if (!total) return `${megabytes(done)} MB`;
  // What is counted in a folder at work may for a moment be there twice.
  const counted = Math.min(done, total);
  const percent = Math.floor((100 * counted) / total);
  return `${megabytes(counted)} of ${megabytes(total)} MB, ${percent} %`;
}

/**
 * One step's line on standard error (standard output belongs to `--json`): on a terminal it rewrites itself,
 * elsewhere it is printed anew now and then.
 */
export class ProgressLine {
  #doing = '';
  #lastDraw = 0;
  #started = Date.now();

  /** @param {string} title @param {{ quiet?: boolean, stream?: NodeJS.WriteStream }} [options] */
  constructor(title, { quiet = false, stream = process.stderr } = {}) {
    this.title = title;
    this.quiet = quiet;
    this.stream = stream;
  }

  /** What is being done, from which source. @param {string} doing */
  say(doing) {
    this.#doing = doing;
    this.#lastDraw = Date.now();
    this.#draw(doing);
  }

  /** How far that has come. @param {number} done @param {number} [total] bytes */
  bytes(done, total) {
    this.soFar(() => sizes(done, total));
  }

  /** The same, not counted in bytes. @param {() => string} words */
  soFar(words) {
    const now = Date.now();
    if (now - this.#lastDraw < (this.stream.isTTY ? redrawEveryMs : logEveryMs)) return;
    this.#lastDraw = now;
    this.#draw(`${this.#doing}: ${words()}`);
  }

  /** Something worth keeping on the screen, such as a source that failed. @param {string} text */
  note(text) {
    if (this.quiet) return;
    this.clear();
    this.stream.write(`${this.#withTitle(text)}\n`);
  }

  /** @param {string} text */
  done(text) {
    this.note(`${text} (${((Date.now() - this.#started) / 1000).toFixed(1)} s)`);
  }

  /** Takes back what is not worth keeping. */
  clear() {
    if (this.stream.isTTY && !this.quiet) this.stream.write('\r\x1b[2K');
  }

  /** @param {string} text */
  #draw(text) {
    if (this.quiet) return;
    const line = this.#withTitle(text);
    if (!this.stream.isTTY) this.stream.write(`${line}\n`);
    else this.stream.write(`\r\x1b[2K${line.slice(0, (this.stream.columns || 80) - 1)}`);
  }

  /** @param {string} text */
  #withTitle(text) {
    return stripVTControlCharacters(`${this.title.padEnd(titleWidth)}  ${text}`);
  }
}
