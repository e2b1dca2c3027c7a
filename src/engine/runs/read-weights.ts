import path from 'node:path';
import { UserError } from '../../contract/errors';
import { readSafetensors, type Tensor } from '../../core/formats/safetensors';
import { readTorchFile } from '../../core/formats/torch-file';
import { readParsed } from './read-bytes';

/** A tensor that every network of this family has. */
const KNOWN = 'z_mean.weight';

/**
 * Reads a state_dict that PyTorch's `torch.save` or safetensors wrote, without what DataParallel (`module.`),
 * torch.compile (`_orig_mod.`) or a class around the network put before every name. Throws UserError when the file is not there, or
 * holds none.
 */
export async function readWeights(file: string): Promise<ReadonlyMap<string, Tensor>> {
  return withoutPrefix(await readTensors(file));
}

function withoutPrefix(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const prefix =
    [...tensors.keys()].find((name) => name.endsWith(`.${KNOWN}`))?.slice(0, -KNOWN.length) ?? '';
  // Where some names are without it, it is told which tensor does not belong to the network.
  const isCommon = [...tensors.keys()].every((name) => name.startsWith(prefix));
  return isCommon
    ? new Map([...tensors].map(([name, tensor]) => [name.slice(prefix.length), tensor]))
    : tensors;
}

function readTensors(file: string): Promise<ReadonlyMap<string, Tensor>> {
  switch (path.extname(file).toLowerCase()) {
    case '.safetensors':
      return readParsed(file, (bytes) => readSafetensors(bytes).tensors);
    case '.pt':
    case '.pth':
      return readParsed(file, readTorchFile);
    default:
      throw new UserError(`${file} must end in .safetensors, .pt or .pth to be read as weights.`);
  }
}
