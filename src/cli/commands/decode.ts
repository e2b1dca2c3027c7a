import { Command } from 'commander';
import { UserError } from '../../contract/errors';
import { readNpyFloat32, writeNpy } from '../../core/formats/npy';
import { writePng } from '../../engine/export/pictures';
import { readParsed } from '../../engine/runs/read-bytes';
import { writeWhole } from '../../engine/runs/write-whole';
import { formatOf } from '../options';
import { print, withEngine, type Session } from '../session';

interface DecodeOptions {
  run: string;
  latents: string;
  out: string;
  json: boolean;
}

/** Images in a row of the PNG at most. */
const MOST_COLUMNS = 32;

/** `decode`: images of latent vectors, as one PNG or as bytes `[n, side, side, channels]`. */
export function decodeCommand(session: Session): Command {
  return new Command('decode')
    .description('decode latent vectors to images')
    .requiredOption('--run <folder>', 'folder of the run')
    .requiredOption('--latents <file>', 'float32 .npy of shape [n, latent]')
    .requiredOption('--out <file>', 'file to write: .png (all images in a grid) or .npy (bytes, 0 to 255)')
    .option('--json', 'print one JSON object', false)
    .action(async ({ run, latents: file, out, json }: DecodeOptions) => {
      const format = await formatOf(out, ['.png', '.npy']);
      const images = await withEngine(session, async (engine) => {
        const { description } = await engine.call('run.open', { runFolder: run });
        const { n, latents } = await readLatents(file, description.network.latent);
        return engine.call('space.decode', { n, latents });
      });
      const { n, side, channels, pixels } = images;
      if (format === '.png') await writePng(out, images, Math.min(MOST_COLUMNS, Math.ceil(Math.sqrt(n))));
      else await writeWhole(out, [writeNpy({ shape: [n, side, side, channels], data: pixels })]);
      print(session, json, { run, images: n, side, channels, files: [out] }, [
        `${n} images of ${side} by ${side} pixels: ${out}`,
      ]);
    });
}

async function readLatents(file: string, latent: number): Promise<{ n: number; latents: Float32Array }> {
  const { shape, data } = await readParsed(file, readNpyFloat32);
  // A single vector may come without its first dimension.
  if (shape.length > 2 || data.length === 0 || shape.at(-1) !== latent) {
    throw new UserError(
      `${file} has the shape [${shape.join(', ')}], but latent vectors of this model have [n, ${latent}].`,
    );
  }
  return { n: data.length / latent, latents: data };
}
