import { SetupError, SourceError } from './setup-error.mjs';

/**
 * @template T
 * @typedef {object} Source
 * @property {string} name in words, as in "from the official zip on github.com"
 * @property {() => Promise<T>} get throws SourceError when this source cannot serve
 */

/**
 * The first choice, and then each fallback.
 * @template T
 * @param {string} what
 * @param {readonly Source<T>[]} sources
 * @param {{ note: (text: string) => void }} line
 * @param {string} [remedy]
 * @returns {Promise<{ value: T, source: string }>}
 * @throws {SetupError} when none can serve
 */
export async function firstOf(
  what,
  sources,
  line,
  remedy = 'connect to the network and run the same command again',
) {
  /** @type {string[]} */
  const reasons = [];
  for (const source of sources) {
    try {
      return { value: await source.get(), source: source.name };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      reasons.push(`${source.name}: ${error.message}`);
      if (reasons.length < sources.length)
        line.note(`${source.name}: ${error.message}; trying the next source`);
    }
  }
  throw new SetupError(`${what} cannot be had (${reasons.join('; ')}): ${remedy}.`);
}
