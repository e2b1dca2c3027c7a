import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { RunDescription } from '../../contract/run';
import type { PathMethod } from '../../contract/space';
import { ordinal } from '../../core/formats/ordinal';
import { nameOfData } from '../../engine/datasets/image-source';
import type { Engine } from '../../engine/engine';
import { writePathCsv } from '../../engine/export/path-csv';
import { writeGif, writePng } from '../../engine/export/pictures';
import { formatOf, wholeNumber } from '../options';
import { print, refuse, withEngine, type Session } from '../session';

interface InterpolateOptions {
  run: string;
  from: number;
  to: number;
  steps: number;
  method: PathMethod;
  out: string;
  json: boolean;
}

const index = wholeNumber(0, 1e9);

/** `interpolate`: the path between two test images, as pictures or as latent vectors. */
export function interpolateCommand(session: Session): Command {
  return new Command('interpolate')
    .description('walk from one test image to another')
    .requiredOption('--run <folder>', 'folder of the run')
    .requiredOption('--from <index>', 'test image to begin with, counted from 0', index)
    .requiredOption('--to <index>', 'test image to end with', index)
    .option('--steps <n>', 'images on the path, both ends included', wholeNumber(2, 256), 16)
    .addOption(new Option('--method <name>', 'way').choices(['lerp', 'slerp', 'graph']).default('lerp'))
    .requiredOption('--out <file>', 'file to write: .png (a strip), .gif or .csv (latent vectors)')
    .option('--json', 'print one JSON object', false)
    .action(async ({ run, from, to, steps, method, out, json }: InterpolateOptions) => {
      const format = await formatOf(out, ['.png', '.gif', '.csv']);
      const { path, description } = await withEngine(session, async (engine) => {
        const opened = await engine.call('run.open', { runFolder: run });
        await assertThere(engine, opened.description, [from, to]);
        await engine.call('space.encode', {});
        return { ...opened, path: await engine.call('space.path', { from, to, steps, method }) };
      });
      let files = [out];
      if (format === '.png') await writePng(out, path.images, steps);
      else if (format === '.gif') await writeGif(out, path.images);
      else files = await writePathCsv(out, path, [from, to], originOfRun(run, description));
      const distance = [...path.distance];
      print(session, json, { run, from, to, steps, method, distance, files }, [
        `${steps} images from ${from} to ${to} (${method}), at most at the ${ordinal(Math.round(Math.max(...distance)))} percentile of distance from the data: ${files.join(', ')}`,
      ]);
    });
}

/** The test set of a run, as its newest weights see it. */
function originOfRun(folder: string, run: RunDescription): Parameters<typeof writePathCsv>[3] {
  const { source, dataFingerprint } = run;
  return { data: nameOfData(source), dataFingerprint, run, runFolder: resolve(folder) };
}

/** Looks for the two images before everything is encoded; the data that are read for it are kept for that. */
async function assertThere(engine: Engine, run: RunDescription, ends: readonly number[]): Promise<void> {
  const { source, options, network } = run;
  const { test } = await engine.call('data.describe', { source, options, latent: network.latent });
  const missing = ends.find((end) => end >= test);
  refuse(
    missing !== undefined,
    `There is no test image ${missing ?? ''}: there are ${test}, counted from 0 to ${test - 1}.`,
  );
}
