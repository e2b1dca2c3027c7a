import { homedir } from 'node:os';
import path from 'node:path';

/** Names another folder for the pixels kept between sessions; the window gives one in its profile. */
const CACHE_VARIABLE = 'LATENT_ATELIER_CACHE';

/** Where decoded pixels are kept: where the system keeps what can be made again. */
export function cacheFolder(): string {
  const named = process.env[CACHE_VARIABLE];
  if (named !== undefined && named !== '') return named;
  return path.join(systemCache(), 'latent-atelier', 'pixels');
}

function systemCache(): string {
  if (process.platform === 'win32') {
    return process.env['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local');
  }
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches');
  return process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
}
