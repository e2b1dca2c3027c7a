import type { z } from 'zod';
import { LIMITS, readPlainTextNow } from '../files/plain-file';
import type { Log } from './log';
import { writeWhole } from './write-whole';

/** A small JSON file of what the app remembers. Losing it costs comfort, so trouble with it is logged and no more. */
export class MemoryFile<T> {
  readonly #file: string;
  readonly #schema: z.ZodType<T>;
  readonly #log: Log;

  constructor(file: string, schema: z.ZodType<T>, log: Log) {
    this.#file = file;
    this.#schema = schema;
    this.#log = log;
  }

  /** Null when there is none yet, or none that can be understood. */
  read(): T | null {
    try {
      return this.#schema.parse(JSON.parse(readPlainTextNow(this.#file, LIMITS.description)));
    } catch (error) {
      const isNew = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isNew) this.#log.warn(`${this.#file} could not be read and is left aside: ${String(error)}`);
      return null;
    }
  }

  write(value: T): void {
    try {
      writeWhole(this.#file, `${JSON.stringify(value, null, 2)}\n`);
    } catch (error) {
      this.#log.warn(`${this.#file} could not be written: ${String(error)}`);
    }
  }
}
