import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { EpochMap, EpochSamples } from '../../contract/history';
import { latentMap, type LatentMap } from '../../contract/space';
import type { TrainingSamples } from '../../contract/training';
import { channels, count } from '../../contract/values';
import { FormatError } from '../../core/formats/format-error';
import { readQuantisedMap, writeQuantisedMap } from '../../core/formats/quantised-map';
import { readSafetensors, writeSafetensors } from '../../core/formats/safetensors';
import { evenlyKept } from '../../core/map/evenly-kept';
import { readPlain } from '../../files/plain-file';
import { codeOf } from './file-errors';
import { readBytes } from './read-bytes';
import { EPOCHS, type RunFolder } from './run-folder';

/** All maps of a run take no more, and all its reconstructions: what the window can then hold of them. */
export const EPOCH_BYTES = 40 * 2 ** 20;

type Kind = 'map' | 'samples';

/** An epoch's file; a run has 10,000 epochs at most. */
const NAME = /^([1-9]\d{0,3}|10000)\.(map|samples)\.safetensors$/;

const mapFigures = latentMap.omit({ positions: true, distortion: true });
const stepText = z.string().regex(/^\d{1,15}$/);
const shape = z.tuple([count, count, count, channels]);

/**
 * Keeps the map of an epoch, in 2 bytes a coordinate; of the earlier ones so many stay that there are at most `most`,
 * evenly chosen. Throws UserError when the disk is full or not writable.
 */
export async function saveEpochMap(
  run: RunFolder,
  { epoch, step }: { epoch: number; step: number },
  { positions, distortion, ...figures }: LatentMap,
  most: number,
): Promise<void> {
  const { n, dims } = figures;
  const about = new Map([
    ['step', String(step)],
    ['map', JSON.stringify(mapFigures.parse(figures))],
  ]);
  await save(run, 'map', epoch, writeQuantisedMap({ n, dims, positions, distortion }, about));
  await thin(run, 'map', most);
}

/** Keeps the reconstructions of an epoch, as `saveEpochMap` keeps its map. */
export async function saveEpochSamples(
  run: RunFolder,
  epoch: number,
  { n, side, channels: colours, step, originals, reconstructions }: TrainingSamples,
  most: number,
): Promise<void> {
  const tensor = (data: Uint8Array) => ({ shape: [n, side, side, colours], data });
  const tensors = new Map([
    ['originals', tensor(originals)],
    ['reconstructions', tensor(reconstructions)],
  ]);
  await save(run, 'samples', epoch, writeSafetensors(tensors, new Map([['step', String(step)]])));
  await thin(run, 'samples', most);
}

/** Forgets the epochs after this one, which are trained again. Throws UserError when the disk does not let it. */
export async function cutEpochsAfter(run: RunFolder, last: number): Promise<void> {
  for (const kind of ['map', 'samples'] as const) {
    for (const { epoch, name } of await filesOf(run, kind)) if (epoch > last) await run.removeFile(name);
  }
}

/** What a run keeps of its epochs, and in sentences which of it cannot be read. */
export interface FoundEpochs {
  maps: EpochMap[];
  samples: EpochSamples[];
  problems: string[];
}

/** Never throws: a file that is damaged costs itself alone. */
export async function readEpochs(run: RunFolder): Promise<FoundEpochs> {
  const damaged: { name: string; reason: string }[] = [];
  const read = async <T>(kind: Kind, parse: (epoch: number, bytes: Uint8Array) => T): Promise<T[]> => {
    const found: T[] = [];
    for (const { epoch, name } of withinBudget(await filesOf(run, kind))) {
      try {
        found.push(parse(epoch, await readPlain(path.join(run.folder, name), EPOCH_BYTES)));
      } catch (error) {
        damaged.push({ name, reason: reasonOf(error) });
      }
    }
    return found;
  };
  const maps = await read('map', parseMap);
  const samples = await read('samples', parseSamples);
  const [first, ...others] = damaged;
  if (first === undefined) return { maps, samples, problems: [] };
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return {
    maps,
    samples,
    problems: [`Left out of the replay, since it cannot be read: ${first.name}${more} (${first.reason}).`],
  };
}

/** Copies what a run keeps of its epochs. Throws UserError when a file cannot be read or written. */
export async function copyEpochs(from: RunFolder, to: RunFolder): Promise<void> {
  for (const { name } of [...(await filesOf(from, 'map')), ...(await filesOf(from, 'samples'))]) {
    await to.writeFile(name, await readBytes(path.join(from.folder, name)));
  }
}

function parseMap(epoch: number, bytes: Uint8Array): EpochMap {
  const { metadata, n, dims, positions, distortion } = readQuantisedMap(bytes);
  const step = stepText.safeParse(metadata.get('step'));
  const figures = mapFigures.safeParse(parseJson(metadata.get('map') ?? ''));
  if (!step.success || !figures.success || figures.data.n !== n || figures.data.dims !== dims) {
    throw new FormatError('Its metadata do not describe the map in it.');
  }
  return { ...figures.data, positions, distortion, epoch, step: Number(step.data) };
}

function parseSamples(epoch: number, bytes: Uint8Array): EpochSamples {
  const { metadata, tensors } = readSafetensors(bytes);
  const [originals, reconstructions] = [tensors.get('originals'), tensors.get('reconstructions')];
  const step = stepText.safeParse(metadata.get('step'));
  const size = shape.safeParse(originals?.shape);
  if (originals === undefined || reconstructions === undefined || !step.success || !size.success) {
    throw new FormatError('It does not hold originals and reconstructions.');
  }
  const [n, side, width, colours] = size.data;
  if (side !== width || reconstructions.shape.join() !== originals.shape.join()) {
    throw new FormatError('Its originals and reconstructions do not belong together.');
  }
  return {
    epoch,
    step: Number(step.data),
    n,
    side,
    channels: colours,
    originals: Uint8Array.from(originals.data),
    reconstructions: Uint8Array.from(reconstructions.data),
  };
}

async function save(run: RunFolder, kind: Kind, epoch: number, bytes: Uint8Array): Promise<void> {
  await run.writeFile(`${EPOCHS}/${epoch}.${kind}.safetensors`, bytes);
}

interface EpochFile {
  epoch: number;
  /** Within the run's folder. */
  name: string;
  bytes: number;
}

/** The files of a kind, the first epoch first; none where the folder cannot be read. */
async function filesOf(run: RunFolder, wanted: Kind): Promise<EpochFile[]> {
  const folder = path.join(run.folder, EPOCHS);
  const names = await readdir(folder).catch((): string[] => []);
  const files: EpochFile[] = [];
  for (const file of names) {
    const [, epoch, kind] = NAME.exec(file) ?? [];
    if (epoch === undefined || kind !== wanted) continue;
    const found = await stat(path.join(folder, file)).catch(() => null);
    if (found?.isFile() === true)
      files.push({ epoch: Number(epoch), name: `${EPOCHS}/${file}`, bytes: found.size });
  }
  return files.sort((a, b) => a.epoch - b.epoch);
}

async function thin(run: RunFolder, kind: Kind, most: number): Promise<void> {
  const files = await filesOf(run, kind);
  const kept = new Set(withinBudget(files, most));
  for (const file of files) if (!kept.has(file)) await run.removeFile(file.name);
}

function withinBudget(files: readonly EpochFile[], most = Infinity): readonly EpochFile[] {
  return evenlyKept(
    files,
    (kept) => kept.length > most || kept.reduce((sum, { bytes }) => sum + bytes, 0) > EPOCH_BYTES,
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof FormatError) return error.message.replace(/\.$/, '');
  return codeOf(error) === '' ? String(error) : codeOf(error);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
