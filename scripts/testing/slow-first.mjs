import { BaseSequencer } from 'vitest/node';

/** Files that train or kill real processes: begun last, one of them would run alone while the other core waits. */
const SLOW = [
  'src/engine/runs/kill.test.ts',
  'src/cli/commands/bench.test.ts',
  'src/engine/training/memory.test.ts',
  'src/cli/train.test.ts',
  'src/engine/training/process-stepper.test.ts',
  'src/cli/main.test.ts',
  'src/engine/engine.test.ts',
  'src/engine/training/failure.test.ts',
];

/** The slowest files first, which a fresh clone cannot know from earlier runs; the others as Vitest sorts them. */
export class SlowFirst extends BaseSequencer {
  /** @override @param {import('vitest/node').TestSpecification[]} files */
  async sort(files) {
    /** @param {import('vitest/node').TestSpecification} file */
    const rank = ({ moduleId }) => {
      const place = SLOW.findIndex((name) => moduleId.endsWith(`/${name}`));
      return place === -1 ? SLOW.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
