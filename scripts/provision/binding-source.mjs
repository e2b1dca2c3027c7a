import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './setup-error.mjs';

/** Included before everything else: see there. */
export const guard = fileURLToPath(new URL('./binding/guard.h', import.meta.url));

/**
 * What is mended in the binding's own text. The file that it was written for is named by its SHA-256: another
 * tfjs-node asks for another look.
 */
const mended = {
  file: 'tfjs_backend.cc',
  sha256: '37a6a6f29e0be5e6ba17fe2b7c943a730f1069eaa8a536fd42ea22b0c56695f7',
  edits: [
    // Arrays made with new[] were freed with delete.
    { from: 'delete tags_ptrs[i];', to: 'delete[] tags_ptrs[i];' },
    { from: 'delete output_op_name_array[i];', to: 'delete[] output_op_name_array[i];' },
    { from: 'delete input_op_name_array[i];', to: 'delete[] input_op_name_array[i];' },
    // The guard has released the reference by the time a tensor is refused.
    {
      from: '    delete auto_ref;\n    TFE_DeleteTensorHandle(tfe_tensor_handle);',
      to: '    TFE_DeleteTensorHandle(tfe_tensor_handle);',
    },
  ],
};

/** What the binding is made from besides tfjs-node's sources. @returns {Promise<string>} */
export async function changesToSource() {
  return JSON.stringify([mended, await readFile(guard, 'utf8')]);
}

/**
 * Writes the sources to compile into `folder`.
 * @param {string} sources tfjs-node's folder `binding`
 * @param {string} folder
 * @returns {Promise<string[]>} the files to compile; they include headers of `sources`
 * @throws {SetupError} when the sources are not those that the changes were written for
 */
export async function writeSource(sources, folder) {
  const text = await readFile(join(sources, mended.file), 'utf8');
  if (createHash('sha256').update(text).digest('hex') !== mended.sha256) {
    throw new SetupError(
      `tfjs-node's ${mended.file} is not the one that the changes in scripts/provision/binding-source.mjs were written for: look through them, then write down its SHA-256 there.`,
    );
  }
  const changed = mended.edits.reduce((now, { from, to }) => now.replace(from, to), text);
  const file = join(folder, mended.file);
  await writeFile(file, changed);
  return [file, join(sources, 'tfjs_binding.cc')];
}
