import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../contract/errors';
import { LIMITS, readPlain } from '../files/plain-file';
import { pageOrigin, pagePolicy } from './page-policy';

/** What a Vite build of the renderer may hold. */
const mimeTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/**
 * The file inside `folder` that a URL of the app's own scheme names; null for another host, for a path that leads out
 * of the folder in whatever spelling, and for what is no URL. Looks at names alone: see `pageResponse` for links.
 */
export function pageFile(url: string, folder: string): string | null {
  const inside = /^([^?#]*)/.exec(url.slice(pageOrigin.length))?.[1] ?? '';
  if (!url.startsWith(`${pageOrigin}/`) && url !== pageOrigin) return null;
  let name: string;
  try {
    name = decodeURIComponent(inside);
  } catch {
    return null;
  }
  if (name.includes('\0') || name.includes('\\') || name.split('/').includes('..')) return null;
  const root = path.resolve(folder);
  const file = path.resolve(
    root,
    `.${name === '' || name.endsWith('/') ? `${name || '/'}index.html` : name}`,
  );
  return file.startsWith(root + path.sep) ? file : null;
}

/** The answer to a request of the page: a file of the built renderer, or 404; 405 for anything but reading. */
export async function pageResponse(
  request: { url: string; method: string },
  folder: string,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, 'Method not allowed');
  const file = pageFile(request.url, folder);
  if (file === null) return refusal(404, 'Not found');
  try {
    const [root, target] = await Promise.all([realpath(folder), realpath(file)]);
    if (!target.startsWith(root + path.sep)) return refusal(404, 'Not found');
    const body = await readPlain(target, LIMITS.list);
    const type = mimeTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
    return new Response(request.method === 'HEAD' ? null : body, { headers: headers(type) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (error instanceof UserError || code === 'ENOENT' || code === 'ENOTDIR')
      return refusal(404, 'Not found');
    throw error;
  }
}

function refusal(status: number, text: string): Response {
  return new Response(text, { status, headers: headers('text/plain; charset=utf-8') });
}

function headers(contentType: string): Record<string, string> {
  return {
    'content-type': contentType,
    'content-security-policy': pagePolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
}
