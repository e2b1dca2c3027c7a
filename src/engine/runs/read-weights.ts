import path from 'node:path';
import { UserError } from '../../contract/errors';
import { readSafetensors, type Tensor } from '../../core/formats/safetensors';
import { readTorchFile } from '../../core/formats/torch-file';
import { readParsed } from './read-bytes';

/**
 * Reads a state_dict that PyTorch's `torch.save` or safetensors wrote. Throws UserError when the file is not there, or
 * holds none.
 */
export async function readWeights(file: string): Promise<ReadonlyMap<string, Tensor>> {
  switch (path.extname(file).toLowerCase()) {
    case '.safetensors':
      return (await readParsed(file, readSafetensors)).tensors;
    case '.pt':
    case '.pth':
      return readParsed(file, readTorchFile);
    default:
      throw new UserError(`${file} must end in .safetensors, .pt or .pth to be read as weights.`);
  }
}
