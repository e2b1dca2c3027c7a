import { Command } from 'commander';
import { mapConfig } from '../../contract/space';
import type { CheckpointChoice } from '../../contract/training';
import { RunFolder } from '../../engine/runs/run-folder';
import { shipRun } from '../../engine/runs/ship-run';
import { checkpointOption } from '../options';
import { print, withEngine, type Session } from '../session';

interface ShipOptions {
  run: string;
  to: string;
  name?: string;
  checkpoint: CheckpointChoice;
  json: boolean;
}

/** `ship`: a run as a folder to hand on, as the starter model is. */
export function shipCommand(session: Session): Command {
  return new Command('ship')
    .description('copy a run to hand it on: figures, weights and map, without what only training needs')
    .requiredOption('--run <folder>', 'folder of the run')
    .requiredOption('--to <folder>', 'folder of the copy, which must not hold a run')
    .option('--name <name>', 'what the copy is called')
    .addOption(checkpointOption())
    .option('--json', 'print one JSON object', false)
    .action(async ({ run: folder, to, name, checkpoint, json }: ShipOptions) => {
      await RunFolder.assertFree(to);
      const run = await RunFolder.open(folder);
      const config = mapConfig.parse({});
      const made = await withEngine(session, async (engine) => {
        await engine.call('run.open', { runFolder: folder, checkpoint });
        const embedding = await engine.call('space.encode', {});
        return { embedding, config, map: await engine.call('space.map', config) };
      });
      await shipRun(run, { folder: to, checkpoint, space: made, ...(name === undefined ? {} : { name }) });
      const { n, trustworthiness } = made.map;
      print(session, json, { run: folder, to, checkpoint, images: n, trustworthiness }, [
        `${folder} is shipped to ${to}, with the map of ${n} images`,
      ]);
    });
}
