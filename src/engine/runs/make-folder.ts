import path from 'node:path';
import { codeOf } from './file-errors';
import { disk, type FileSystem } from './file-system';

/**
 * Makes a folder and those above it; one that is there already stays. Throws the system's error. `mkdir`'s own
 * `recursive` never returns where a folder cannot hold another, as in /proc (Node 20 to 24).
 */
export async function makeFolder(folder: string, fs: FileSystem = disk): Promise<void> {
  try {
    await fs.mkdir(folder);
  } catch (error) {
    const above = path.dirname(folder);
    if (codeOf(error) === 'ENOENT' && above !== folder) {
      await makeFolder(above, fs);
      await fs.mkdir(folder);
      return;
    }
    // Some systems answer otherwise for what is there, a disk's own root for one.
    const isThere = await fs.readdir(folder).then(
      () => true,
      () => false,
    );
    if (!isThere) throw error;
  }
}
