import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { Generator } from '../../core/random/generator';
import { DecoderPool } from '../images/decoder-pool';
import { bytesPerFile, type DecodeRequest } from '../images/protocol';
import { bmpOf } from './image-files';

export interface MutantOptions {
  /** A folder to work in. */
  folder: string;
  mutants: number;
  seed: number;
  signal: AbortSignal;
}

/** What became of the mutants. */
export interface MutantTally {
  mutants: number;
  /** Read all the same: the damage did not matter, or nothing checks it. */
  read: number;
  /** Named with a reason. */
  refused: number;
  /** Of these, those that ended or hung their decoder. */
  ended: number;
  hung: number;
  /** Files that got no answer, or pixels of another length. Must be none. */
  lost: number;
  /** Unspoilt files that were among them and could not be read. Must be none. */
  innocent: number;
  reasons: Map<string, number>;
}

const BATCH = 32;
const SIDE = 32;

/**
 * Spoils images of every format at random, bits, bytes, lengths, chunks and ends, and has each decoded in all the ways
 * there are, with unspoilt ones between them. Rejects when the decoders do not start or `signal` aborts.
 */
export async function decodeMutants({ folder, mutants, seed, signal }: MutantOptions): Promise<MutantTally> {
  const random = new Generator(seed);
  const originals = await makeOriginals();
  const at = await mkdtemp(path.join(folder, 'mutants-'));
  await mkdir(at, { recursive: true });
  const pool = new DecoderPool();
  const tally: MutantTally = {
    mutants: 0,
    read: 0,
    refused: 0,
    ended: 0,
    hung: 0,
    lost: 0,
    innocent: 0,
    reasons: new Map(),
  };
  try {
    for (let done = 0; done < mutants; done += BATCH) {
      signal.throwIfAborted();
      const files: { file: string; spoilt: boolean }[] = [];
      for (let i = 0; i < Math.min(BATCH, mutants - done); i++) {
        const original = originals[random.below(originals.length)]!;
        const spoilt = i % 8 !== 0;
        const file = path.join(at, `${done + i}`);
        await writeFile(file, spoilt ? mutant(original, random) : original);
        files.push({ file, spoilt });
      }
      const request: DecodeRequest = {
        kind: 'pixels',
        files: files.map(({ file }) => file),
        side: SIDE,
        channels: random.below(2) === 0 ? 1 : 3,
        fit: (['crop', 'pad', 'stretch'] as const)[random.below(3)]!,
        invert: random.below(2) === 0,
        ground: 'black',
        levels: random.below(4) === 0 ? 'file' : 'stored',
      };
      const answers = await pool.decode(request, new Uint8Array(bytesPerFile(request) * files.length));
      files.forEach(({ spoilt }, i) => count(tally, answers[i], spoilt));
      await Promise.all(files.map(({ file }) => rm(file)));
    }
  } finally {
    pool.close();
    await rm(at, { recursive: true, force: true });
  }
  return tally;
}

function count(
  tally: MutantTally,
  told: { kind: string; reason?: string } | undefined,
  spoilt: boolean,
): void {
  if (spoilt) tally.mutants += 1;
  if (told === undefined || (told.kind !== 'decoded' && told.kind !== 'refused')) tally.lost += 1;
  else if (told.kind === 'decoded') tally.read += spoilt ? 1 : 0;
  else if (!spoilt) tally.innocent += 1;
  else {
    const reason = told.reason ?? '';
    tally.refused += 1;
    if (reason.includes('ended the process')) tally.ended += 1;
    if (reason.includes('took too long')) tally.hung += 1;
    if (reason === '') tally.lost += 1;
    const short = reason.slice(0, 60);
    tally.reasons.set(short, (tally.reasons.get(short) ?? 0) + 1);
  }
}

async function makeOriginals(): Promise<Buffer[]> {
  const picture = (side: number): ReturnType<typeof sharp> => {
    const pixels = Buffer.from(
      Array.from({ length: side * side * 3 }, (_, i) => (i * i + (i % 3) * 80) & 255),
    );
    return sharp(pixels, { raw: { width: side, height: side, channels: 3 } });
  };
  return Promise.all([
    picture(48).png().toBuffer(),
    picture(48).png({ palette: true }).toBuffer(),
    picture(48).png({ progressive: true }).toBuffer(),
    picture(48).toColourspace('rgb16').png().toBuffer(),
    picture(700).png().toBuffer(),
    picture(48).jpeg().toBuffer(),
    picture(48).jpeg({ progressive: true }).toBuffer(),
    picture(700).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
    picture(48).toColourspace('cmyk').jpeg().toBuffer(),
    picture(48).webp().toBuffer(),
    picture(300).webp({ lossless: true }).toBuffer(),
    picture(48).gif().toBuffer(),
    picture(300).gif().toBuffer(),
    Promise.resolve(bmpOf(48, 48, Buffer.alloc(48 * 48 * 3, 90))),
    Promise.resolve(
      bmpOf(16, 2, Buffer.from([16, 0, 0, 0, 4, 1, 12, 0, 0, 0, 0, 1]), {
        bits: 8,
        compression: 1,
        palette: [0, 0, 0, 0, 9, 9, 200, 0],
      }),
    ),
    picture(48).tiff({ compression: 'lzw' }).toBuffer(),
    picture(300).tiff({ compression: 'deflate', tile: true }).toBuffer(),
    picture(48).toColourspace('rgb16').tiff({ compression: 'none' }).toBuffer(),
  ]);
}

/** A copy that is spoilt in one of seven ways, its first bytes mostly spared, so that it is taken for an image. */
function mutant(original: Buffer, random: Generator): Buffer {
  const copy = Buffer.from(original);
  const place = (): number => 4 + random.below(copy.length - 4);
  const from = place();
  const length = 1 + random.below(Math.min(64, copy.length - from));
  switch (random.below(7)) {
    case 0:
      return copy.subarray(0, from);
    case 1:
      for (let i = 0; i < 1 + random.below(20); i++) copy[place()] = random.below(256);
      return copy;
    case 2:
      for (let i = 0; i < 1 + random.below(4); i++) {
        const at = place();
        copy[at] = copy[at]! ^ (1 << random.below(8));
      }
      return copy;
    case 3:
      return Buffer.concat([copy.subarray(0, from), copy.subarray(from + length)]);
    case 4:
      return Buffer.concat([copy.subarray(0, from), copy.subarray(from, from + length), copy.subarray(from)]);
    case 5:
      return copy.fill(random.below(2) * 255, from, from + length);
    default:
      // The headers are where sizes stand.
      for (let i = 0; i < 6; i++) copy[4 + random.below(Math.min(60, copy.length - 4))] = random.below(256);
      return copy;
  }
}
