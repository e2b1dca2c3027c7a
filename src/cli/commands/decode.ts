import { Command } from 'commander';
import { UserError } from '../../contract/errors';
import type { DecodedImages, DecodedValues } from '../../contract/space';
import { readNpyFloat32, writeNpy } from '../../core/formats/npy';
import type { Engine } from '../../engine/engine';
import { writePng } from '../../engine/export/pictures';
import { readParsed } from '../../engine/runs/read-bytes';
import { writeWhole } from '../../engine/runs/write-whole';
import { assertOther, formatOf } from '../options';
import { print, withEngine, type Session } from '../session';

interface DecodeOptions {
  run: string;
  latents: string;
  out: string;
  json: boolean;
}

/** Images in a row of the PNG at most. */
const MOST_COLUMNS = 32;

/** `decode`: images of latent vectors, as one PNG or as float32 from 0 to 1, `[n, side, side, channels]`. */
export function decodeCommand(session: Session): Command {
  return new Command('decode')
    .description('decode latent vectors to images')
    .requiredOption('--run <folder>', 'folder of the run')
    .requiredOption('--latents <file>', 'float32 .npy of shape [n, latent]')
    .requiredOption(
      '--out <file>',
      'file to write: .png (all images in a grid) or .npy (float32, 0 to 1, [n, side, side, channels])',
    )
    .option('--json', 'print one JSON object', false)
    .action(async ({ run, latents: file, out, json }: DecodeOptions) => {
      const format = await formatOf(out, ['.png', '.npy']);
      assertOther(out, file);
      const { n, side, channels } = await withEngine(session, async (engine) => {
        const { description } = await engine.call('run.open', { runFolder: run });
        const input = await readLatents(file, description.network.latent);
        return format === '.png' ? decodeToPng(engine, input, out) : decodeToNpy(engine, input, out);
      });
      print(session, json, { run, images: n, side, channels, files: [out] }, [
        `${n} images of ${side} by ${side} pixels: ${out}`,
      ]);
    });
}

interface Latents {
  n: number;
  latents: Float32Array;
}

async function decodeToPng(engine: Engine, input: Latents, out: string): Promise<DecodedImages> {
  const images = await engine.call('space.decode', input);
  await writePng(out, images, Math.min(MOST_COLUMNS, Math.ceil(Math.sqrt(images.n))));
  return images;
}

async function decodeToNpy(engine: Engine, input: Latents, out: string): Promise<DecodedValues> {
  const images = await engine.call('space.decodeValues', input);
  const { n, side, channels, values } = images;
  await writeWhole(out, [writeNpy({ shape: [n, side, side, channels], data: values })]);
  return images;
}

async function readLatents(file: string, latent: number): Promise<Latents> {
  const { shape, data } = await readParsed(file, readNpyFloat32);
  // A single vector may come without its first dimension.
  if (shape.length > 2 || shape.at(-1) !== latent) {
    throw new UserError(
      `${file} has the shape [${shape.join(', ')}], but latent vectors of this model have [n, ${latent}].`,
    );
  }
  if (data.length === 0)
    throw new UserError(`${file} holds no vectors: its array has the shape [0, ${latent}].`);
  return { n: data.length / latent, latents: data };
}
