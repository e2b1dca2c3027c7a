import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EngineArguments, EngineOutput } from '../../contract/engine-calls';
import { pathCsv } from '../export/path-csv';
import { writeGif, writePng } from '../export/pictures';
import { writeWhole } from '../runs/write-whole';
import { path } from './path';
import type { EngineState } from './state';

/** Writes a path between encoded images. Throws UserError as `path` does, and when the place is not writable. */
export async function exportPath(
  state: EngineState,
  { path: target, format, ...request }: EngineArguments<'export.path'>,
): Promise<EngineOutput<'export.path'>> {
  const made = await path(state, request);
  const file = resolve(target);
  if (format === 'gif') await writeGif(file, made.images);
  else if (format === 'png') await writePng(file, made.images, made.steps);
  else await writeWhole(file, pathCsv(made));
  return { path: file, frames: made.steps, bytes: (await stat(file)).size };
}
