import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../contract/errors';
import { runDescription, type RunDescription, type RunSummary } from '../../contract/run';
import type { EpochMetrics } from '../../contract/training';
import { writeNpy, type NpyData } from '../../core/formats/npy';
import {
  checkpointProgress,
  checkpointSteps,
  newestCheckpoint,
  saveCheckpoint,
  type Checkpoint,
  type FoundCheckpoint,
} from './checkpoints';
import { assertWritable } from './assert-writable';
import { codeOf, readError, writeError } from './file-errors';
import { disk, type FileSystem } from './file-system';
import { encodeMetrics, readMetrics } from './metrics-file';
import { removePartials, writeWhole } from './write-whole';

const DESCRIPTION = 'run.json';
const METRICS = 'metrics.csv';
const CHECKPOINTS = 'checkpoints';

/** A training run on disk. Every write is whole or not at all, so that a reader never sees half of anything. */
export class RunFolder {
  private constructor(
    readonly folder: string,
    readonly description: RunDescription,
    private readonly fs: FileSystem,
  ) {}

  /** Throws UserError when a folder already holds a run, or none can be made there. */
  static async assertFree(folder: string, fs: FileSystem = disk): Promise<void> {
    await assertWritable(path.join(path.resolve(folder), DESCRIPTION), { makeFolders: true });
    const root = path.resolve(folder);
    const names = await fs.readdir(root).catch((error: unknown): string[] => {
      if (codeOf(error) === 'ENOENT') return [];
      throw codeOf(error) === 'ENOTDIR' ? cannotOpen(error, root) : readError(error, root);
    });
    if (!names.includes(DESCRIPTION)) return;
    throw new UserError(
      `${root} already holds a run: add --resume to go on with it, or choose another folder.`,
    );
  }

  /** Makes a new run. Throws UserError when the folder already holds one or cannot be written. */
  static async create(
    folder: string,
    description: RunDescription,
    fs: FileSystem = disk,
  ): Promise<RunFolder> {
    const root = path.resolve(folder);
    await fs.mkdir(root, { recursive: true }).catch((error: unknown) => {
      throw writeError(error, root);
    });
    if ((await fs.readdir(root)).includes(DESCRIPTION)) {
      throw new UserError(
        `${root} already holds a run: add --resume to go on with it, or choose another folder.`,
      );
    }
    const run = new RunFolder(root, description, fs);
    await run.writeDescription();
    return run;
  }

  /** Opens a run to read it. Throws UserError when there is none in this folder, or its run.json is damaged. */
  static async open(folder: string, fs: FileSystem = disk): Promise<RunFolder> {
    const root = path.resolve(folder);
    const file = path.join(root, DESCRIPTION);
    const names = await fs.readdir(root).catch((error: unknown) => {
      throw cannotOpen(error, root);
    });
    if (!names.includes(DESCRIPTION)) {
      throw new UserError(`${root} is no run, for it has no ${DESCRIPTION}: choose the folder of a run.`);
    }
    const text = await fs.readFile(file, 'utf8').catch((error: unknown) => {
      throw readError(error, file);
    });
    return new RunFolder(root, parseDescription(text, file), fs);
  }

  /** To go on with this run: what an ended process left half written is removed, and settings may change. */
  async reopen(change: Partial<RunDescription> = {}): Promise<RunFolder> {
    const run = new RunFolder(this.folder, { ...this.description, ...change }, this.fs);
    await removePartials(run.folder, run.fs);
    await run.fs.mkdir(run.checkpoints, { recursive: true });
    await removePartials(run.checkpoints, run.fs);
    if (JSON.stringify(run.description) !== JSON.stringify(this.description)) await run.writeDescription();
    return run;
  }

  private get checkpoints(): string {
    return path.join(this.folder, CHECKPOINTS);
  }

  /** Rewrites metrics.csv with these epochs. Throws UserError when the disk is full or not writable. */
  async writeMetrics(rows: readonly EpochMetrics[]): Promise<void> {
    await writeWhole(path.join(this.folder, METRICS), [encodeMetrics(rows)], this.fs);
  }

  /** The epochs so far. Throws UserError when metrics.csv is damaged. */
  metrics(): Promise<EpochMetrics[]> {
    return readMetrics(path.join(this.folder, METRICS));
  }

  /** Throws UserError when the disk is full or not writable. */
  saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
    return saveCheckpoint(this.checkpoints, checkpoint, this.fs);
  }

  /** Throws UserError when there is none that can be read. */
  newestCheckpoint(): Promise<FoundCheckpoint> {
    return newestCheckpoint(this.folder, this.checkpoints, this.fs);
  }

  /** False of a run that died before it had saved its first. */
  async hasCheckpoint(): Promise<boolean> {
    return (await checkpointSteps(this.checkpoints, this.fs)).length > 0;
  }

  /** Whether anything can be written to this run; one that came with the app may only be readable. */
  isWritable(): Promise<boolean> {
    return access(this.folder, constants.W_OK).then(
      () => true,
      () => false,
    );
  }

  /** Writes an array, such as `latents.npy` `[n, latent]`. Throws UserError when the disk is full or not writable. */
  async writeArray(name: string, shape: readonly number[], data: NpyData): Promise<void> {
    await writeWhole(path.join(this.folder, name), [writeNpy({ shape, data })], this.fs);
  }

  /** The run as a list shows it. Throws UserError when metrics.csv is damaged. */
  async summary(): Promise<RunSummary> {
    const [metrics, progress] = await Promise.all([
      this.metrics(),
      checkpointProgress(this.checkpoints, this.fs),
    ]);
    const steps = (progress?.stepsPerEpoch ?? 0) * this.description.config.epochs;
    const step = progress?.step ?? 0;
    return {
      runFolder: this.folder,
      name: path.basename(this.folder),
      description: this.description,
      metrics,
      step,
      steps,
      finished: progress !== null && step >= steps,
    };
  }

  private async writeDescription(): Promise<void> {
    const text = `${JSON.stringify(this.description, null, 2)}\n`;
    await writeWhole(path.join(this.folder, DESCRIPTION), [text], this.fs);
  }
}

function cannotOpen(error: unknown, root: string): unknown {
  if (codeOf(error) === 'ENOENT')
    return new UserError(`There is no folder ${root}: check the path of the run.`);
  if (codeOf(error) === 'ENOTDIR')
    return new UserError(`${root} is a file, not the folder of a run: choose its folder.`);
  return readError(error, root);
}

function parseDescription(text: string, file: string): RunDescription {
  try {
    return runDescription.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError(`${file} is damaged and does not describe a run: restore it from a copy.`, {
      cause: error,
    });
  }
}
