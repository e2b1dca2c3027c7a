import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EngineArguments, EngineOutput } from '../../contract/engine-calls';
import { writePathCsv } from '../export/path-csv';
import { writeGif, writePng } from '../export/pictures';
import { exporting, originOf } from './export';
import { path } from './path';
import type { EngineState } from './state';

/** Writes a path between encoded images. Throws UserError as `path` does, and when the place is not writable. */
export async function exportPath(
  state: EngineState,
  { path: target, format, ...request }: EngineArguments<'export.path'>,
): Promise<EngineOutput<'export.path'>> {
  const file = resolve(target);
  const made = await exporting(state, async (watch) => {
    const found = await path(state, request, watch.signal);
    if (format === 'gif') await writeGif(file, found.images, watch);
    else if (format === 'png') await writePng(file, found.images, found.steps, watch);
    else {
      const stops = [request.from, ...request.via, request.to];
      await writePathCsv(file, found, stops, originOf(state, state.requireSpace()), watch);
    }
    return found;
  });
  return { path: file, frames: made.steps, bytes: (await stat(file)).size };
}
