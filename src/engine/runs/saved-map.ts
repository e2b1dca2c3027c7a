import path from 'node:path';
import { z } from 'zod';
import { latentMap, mapConfig, type LatentMap, type MapConfig } from '../../contract/space';
import { FormatError } from '../../core/formats/format-error';
import { readNpy } from '../../core/formats/npy';
import { LIMITS, readPlain, readPlainText } from '../../files/plain-file';
import { codeOf, readError } from './file-errors';
import type { RunFolder } from './run-folder';

const POSITIONS = 'map.npy';
const DISTORTION = 'map-distortion.npy';
const DESCRIPTION = 'map.json';

/** Vectors whose mu are kept, to recognise those that a map was made of. */
const PROBES = 16;
/** Another processor rounds mu otherwise; other weights change it by far more. */
const TOLERANCE = 1e-3;

/** The mu vectors that a map shows, `[n, latent]`. */
interface Mapped {
  mu: Float32Array;
  n: number;
  latent: number;
}

/** Whether a map went on from a former one is not asked: it is what the window showed last. */
const mapSettings = mapConfig.omit({ continueFromLast: true });
type MapSettings = z.infer<typeof mapSettings>;

/** What `map.json` holds: how the map was made, what is known of it, and by what its vectors are recognised. */
const savedMap = z.object({
  format: z.literal('latent-atelier-map'),
  config: mapSettings,
  map: latentMap.omit({ positions: true, distortion: true }),
  probe: z.array(z.number()),
});

/** Keeps a map in its run. Throws UserError when the disk is full or not writable. */
export async function saveMap(run: RunFolder, map: LatentMap, config: MapConfig, of: Mapped): Promise<void> {
  const { positions, distortion, ...known } = map;
  await run.writeArray(POSITIONS, [map.n, map.dims], positions);
  await run.writeArray(DISTORTION, [map.n], distortion);
  // Last, since it is what makes the other two be read again.
  await run.writeJson(DESCRIPTION, {
    format: 'latent-atelier-map',
    config: mapSettings.parse(config),
    map: known,
    probe: probeOf(of),
  });
}

/** A map, and how it was made. */
export interface KeptMap {
  map: LatentMap;
  config: MapConfig;
}

/**
 * The run's map, when it was made of these vectors and, where settings are given, with them; null when there is none
 * such.
 */
export async function readMap(run: RunFolder, of: Mapped, config?: MapConfig): Promise<KeptMap | null> {
  const text = await readPlainText(path.join(run.folder, DESCRIPTION), LIMITS.description).catch(
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw readError(error, run.folder);
    },
  );
  const saved = text === null ? null : savedMap.safeParse(parseJson(text)).data;
  if (saved == null || saved.map.n !== of.n) return null;
  if (config !== undefined && !isSame(saved.config, config)) return null;
  const probe = probeOf(of);
  const isKnown = probe.every((value, i) => Math.abs(value - (saved.probe[i] ?? Infinity)) <= TOLERANCE);
  if (!isKnown) return null;
  const [positions, distortion] = await Promise.all([
    readFloats(path.join(run.folder, POSITIONS), [of.n, saved.map.dims]),
    readFloats(path.join(run.folder, DISTORTION), [of.n]),
  ]);
  // A map that is damaged is made again.
  if (positions === null || distortion === null) return null;
  return {
    map: { ...saved.map, positions, distortion },
    config: { ...saved.config, continueFromLast: false },
  };
}

function isSame(saved: MapSettings, asked: MapConfig): boolean {
  const settings = new Map(Object.entries(saved));
  return Object.entries(mapSettings.parse(asked)).every(([name, value]) => settings.get(name) === value);
}

/** Mu of a few vectors, spread over all. */
function probeOf({ mu, n, latent }: Mapped): number[] {
  const count = Math.min(PROBES, n);
  return Array.from({ length: count }, (_, i) => Math.floor((i * n) / count)).flatMap((row) => [
    ...mu.subarray(row * latent, (row + 1) * latent),
  ]);
}

async function readFloats(file: string, shape: readonly number[]): Promise<Float32Array | null> {
  try {
    const array = readNpy(await readPlain(file, LIMITS.array));
    return array.data instanceof Float32Array && array.shape.join() === shape.join() ? array.data : null;
  } catch (error) {
    if (error instanceof FormatError || codeOf(error) === 'ENOENT') return null;
    throw readError(error, file);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
