import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { DataSource, LabelSource } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import { runDescription, type RunDescription, type RunSummary } from '../../contract/run';
import type { CheckpointChoice, EpochMetrics } from '../../contract/training';
import { writeNpy, type NpyData } from '../../core/formats/npy';
import { LIMITS } from '../../files/plain-file';
import { isOutOfPatience } from '../training/epoch-watch';
import type { Checkpoint } from './checkpoint-files';
import {
  bestCheckpoint,
  checkpointProgress,
  checkpointSteps,
  newestCheckpoint,
  saveCheckpoint,
  type FoundCheckpoint,
  type SavedCheckpoint,
} from './checkpoints';
import { assertWritable } from './assert-writable';
import { codeOf, readError, writeError } from './file-errors';
import { disk, type FileSystem } from './file-system';
import { makeFolder } from './make-folder';
import { encodeMetrics, readMetrics } from './metrics-file';
import { removePartials, writeWhole } from './write-whole';

const DESCRIPTION = 'run.json';
const METRICS = 'metrics.csv';
const CHECKPOINTS = 'checkpoints';
/** The folder of what is kept of single epochs. */
export const EPOCHS = 'epochs';

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
    await makeFolder(root, fs).catch((error: unknown) => {
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
    const bytes = await fs.readPlain(file, LIMITS.description).catch((error: unknown) => {
      throw readError(error, file);
    });
    return new RunFolder(root, parseDescription(new TextDecoder().decode(bytes), file), fs);
  }

  /** To go on with this run: what an ended process left half written is removed, and settings may change. */
  async reopen(change: Partial<RunDescription> = {}): Promise<RunFolder> {
    const run = new RunFolder(this.folder, { ...this.description, ...change }, this.fs);
    await removePartials(run.folder, run.fs);
    await run.fs.mkdir(run.checkpoints, { recursive: true });
    for (const folder of await checkpointFolders(run.checkpoints, run.fs))
      await removePartials(folder, run.fs);
    if ((await run.fs.readdir(run.folder)).includes(EPOCHS))
      await removePartials(path.join(run.folder, EPOCHS), run.fs);
    if (JSON.stringify(run.description) !== JSON.stringify(this.description)) await run.writeDescription();
    return run;
  }

  /** Keeps another name in run.json; a run that trains may be renamed. Throws UserError when it cannot be written. */
  async rename(name: string): Promise<RunFolder> {
    const run = new RunFolder(this.folder, { ...this.description, name }, this.fs);
    await run.writeDescription();
    return run;
  }

  /** The same run, whose images lie elsewhere now; run.json keeps that where it may be written. */
  async withImagesIn(source: DataSource, labels?: LabelSource): Promise<RunFolder> {
    const options = { ...this.description.options, ...(labels === undefined ? {} : { labels }) };
    const run = new RunFolder(this.folder, { ...this.description, source, options }, this.fs);
    if (await this.isWritable()) await run.writeDescription();
    return run;
  }

  /** The run as it is when the table of its labels lies at `file`, which is not written yet; the same run where it has no such table. */
  withLabelsIn(file: string | undefined): RunFolder {
    const { labels } = this.description.options;
    if (file === undefined || labels?.from !== 'file') return this;
    const options = { ...this.description.options, labels: { ...labels, path: file } };
    return new RunFolder(this.folder, { ...this.description, options }, this.fs);
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

  /** Throws UserError when the disk is full, fails or is not writable. */
  async saveCheckpoint(checkpoint: Checkpoint): Promise<SavedCheckpoint> {
    await this.assertThere();
    return saveCheckpoint(this.checkpoints, checkpoint, this.fs);
  }

  /** Throws UserError when there is none that can be read. */
  newestCheckpoint(): Promise<FoundCheckpoint> {
    return newestCheckpoint(this.folder, this.checkpoints, this.fs);
  }

  /** The newest checkpoint or that of the best epoch. Throws UserError when there is none that can be read. */
  checkpoint(choice: CheckpointChoice): Promise<FoundCheckpoint> {
    return choice === 'last'
      ? this.newestCheckpoint()
      : bestCheckpoint(this.folder, this.checkpoints, this.fs);
  }

  /** False of a run that died before it had saved its first. */
  async hasCheckpoint(): Promise<boolean> {
    return (await checkpointSteps(this.checkpoints, this.fs)).length > 0;
  }

  /** Writes a description of something, such as `map.json`. Throws UserError when the disk is full or not writable. */
  async writeJson(name: string, value: object): Promise<void> {
    await writeWhole(path.join(this.folder, name), [`${JSON.stringify(value, null, 2)}\n`], this.fs);
  }

  /** Whether anything may be written to this run; the one that came with the app stays as it is. */
  async isWritable(): Promise<boolean> {
    if (this.description.shipped === true) return false;
    return access(this.folder, constants.W_OK).then(
      () => true,
      () => false,
    );
  }

  /** Writes an array, such as `latents.npy` `[n, latent]`. Throws UserError when the disk is full or not writable. */
  async writeArray(name: string, shape: readonly number[], data: NpyData): Promise<void> {
    await writeWhole(path.join(this.folder, name), [writeNpy({ shape, data })], this.fs);
  }

  /** Writes a file, such as `curve.npy`, and makes its folder. Throws UserError when the disk is full or not writable. */
  async writeFile(name: string, bytes: Uint8Array): Promise<void> {
    const file = path.join(this.folder, name);
    await this.assertThere();
    await makeFolder(path.dirname(file), this.fs).catch((error: unknown) => {
      throw writeError(error, file);
    });
    await writeWhole(file, [bytes], this.fs);
  }

  /** Removes a file if it is there. Throws UserError when the disk does not let it. */
  async removeFile(name: string): Promise<void> {
    const file = path.join(this.folder, name);
    await this.fs.rm(file, { force: true }).catch((error: unknown) => {
      throw writeError(error, file);
    });
  }

  /** The run as a list shows it. Throws UserError when metrics.csv is damaged. */
  async summary(): Promise<RunSummary> {
    const [metrics, progress] = await Promise.all([
      this.metrics(),
      checkpointProgress(this.checkpoints, this.fs),
    ]);
    const { epochs, earlyStopping } = this.description.config;
    const steps = (progress?.stepsPerEpoch ?? 0) * epochs;
    const step = progress?.step ?? 0;
    const isOver = step >= steps || isOutOfPatience(progress?.waited ?? 0, earlyStopping);
    return {
      runFolder: this.folder,
      name: this.description.name ?? path.basename(this.folder),
      description: this.description,
      metrics,
      step,
      steps,
      best: progress?.best ?? null,
      finished: progress !== null && isOver,
    };
  }

  /** A run that was moved or deleted while it trains is not recreated without its description. */
  private async assertThere(): Promise<void> {
    const names = await this.fs.readdir(this.folder).catch((error: unknown): string[] => {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return [];
      throw writeError(error, this.folder);
    });
    if (!names.includes(DESCRIPTION)) {
      throw new UserError(
        `${this.folder} is not there any more or holds no run: put the run's folder back where it was.`,
      );
    }
  }

  private async writeDescription(): Promise<void> {
    const text = `${JSON.stringify(this.description, null, 2)}\n`;
    await writeWhole(path.join(this.folder, DESCRIPTION), [text], this.fs);
  }
}

/** The folder of the checkpoints and those of each. */
async function checkpointFolders(folder: string, fs: FileSystem): Promise<string[]> {
  const steps = await checkpointSteps(folder, fs);
  return [folder, ...steps.map((step) => path.join(folder, String(step)))];
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
