import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { codeOf, SourceError } from './setup-error.mjs';
import { sha256OfFile } from './verify.mjs';

/** A host that has not begun to answer by then counts as out of reach. */
const answerMs = 8000;
/** An answer that stops coming for that long has failed. */
const stallMs = 20_000;

/**
 * @typedef {object} Wanted
 * @property {string} url
 * @property {string} to the finished file; what is still coming lies beside it as `.part`, and is taken up again
 * @property {string} [sha256] left out only where the caller checks what is inside
 * @property {(done: number, total?: number) => void} [onBytes]
 * @property {number} [answerMs]
 * @property {number} [stallMs]
 */

/**
 * Fetches one file; the finished name appears only when the file is whole and its SHA-256 is the one asked for.
 * @param {Wanted} wanted
 * @throws {SourceError}
 */
export async function download(wanted) {
  const { to, sha256 } = wanted;
  if (sha256 && (await sha256OfFile(to).catch(() => '')) === sha256) return;
  await mkdir(dirname(to), { recursive: true });
  const part = `${to}.part`;
  const resumed = await receive(wanted, part);
  if (sha256 && (await sha256OfFile(part)) !== sha256) {
    await rm(part, { force: true });
    // Two halves of different files: what was left from before may be from another age.
    if (resumed) return download(wanted);
    throw new SourceError('what it sent does not have the SHA-256 written down');
  }
  await rename(part, to);
}

/**
 * @param {Wanted} wanted
 * @param {string} part
 * @returns {Promise<boolean>} whether it went on from what was there
 */
async function receive(wanted, part) {
  const { url, onBytes } = wanted;
  const had = (await stat(part).catch(() => undefined))?.size ?? 0;
  const abort = new AbortController();
  const giveUp = (/** @type {string} */ why) => abort.abort(new SourceError(why));
  const stall = wanted.stallMs ?? stallMs;
  let timer = setTimeout(giveUp, wanted.answerMs ?? answerMs, 'it does not answer');
  try {
    // Not compressed in transit: sizes would not add up, and a range of it would mean nothing.
    /** @type {Record<string, string>} */
    const headers = { 'accept-encoding': 'identity', ...(had > 0 && { range: `bytes=${had}-` }) };
    const response = await fetch(url, { headers, signal: abort.signal });
    if (response.status === 416 && had > 0) {
      await rm(part);
      return await receive(wanted, part);
    }
    if (!response.ok || !response.body) throw new SourceError(`it answered ${response.status}`);
    const resumed = response.status === 206;
    let done = resumed ? had : 0;
    const announced = Number(response.headers.get('content-length'));
    const total = announced ? done + announced : undefined;
    const out = createWriteStream(part, { flags: resumed ? 'a' : 'w' });
    const written = finished(out);
    written.catch(() => undefined);
    try {
      for await (const chunk of response.body) {
        clearTimeout(timer);
        timer = setTimeout(giveUp, stall, 'it stopped sending');
        if (!out.write(chunk)) await once(out, 'drain', { signal: abort.signal });
        done += chunk.length;
        onBytes?.(done, total);
      }
    } finally {
      out.end();
      await written;
    }
    if (total !== undefined && done !== total) throw new SourceError('it broke off');
    return resumed;
  } catch (error) {
    throw inWords(error, abort.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {unknown} error @param {AbortSignal} signal */
function inWords(error, signal) {
  if (signal.aborted) return signal.reason;
  // fetch throws TypeError for all that the network does; anything else is a SourceError or comes from the disk.
  if (!(error instanceof TypeError)) return error;
  const code = codeOf(error.cause);
  return new SourceError(`it is out of reach${code && ` (${code})`}`);
}
