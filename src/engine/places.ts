import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../contract/errors';

/** Tests run the sources, and name here the folder that holds the built helper processes. */
const HELPERS_VARIABLE = 'LATENT_ATELIER_HELPERS';
const DATASETS_VARIABLE = 'LATENT_ATELIER_DATASETS';

/** The folder that holds the app's package.json: in a checkout the repository, in a package the app's folder. */
export function appRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('No package.json above the engine: the app is not whole.');
    folder = parent;
  }
  return folder;
}

/**
 * Path of a built file that runs in a process or thread of its own (`map-worker.js`, `image-decoder.js`). The bundler
 * may put the code that asks into `chunks/`, so the folder above counts too. Throws Error when it is not built.
 */
export function helperFile(name: string): string {
  const named = process.env[HELPERS_VARIABLE];
  const folders = [
    ...(named === undefined ? [] : [named]),
    import.meta.dirname,
    path.join(import.meta.dirname, '..'),
  ];
  const file = folders.map((folder) => path.join(folder, name)).find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`The engine's helper ${name} is missing: build the app again.`);
  return file;
}

/** Where Fashion-MNIST's four IDX files lie. */
export function fashionMnistFolder(): string {
  return process.env[DATASETS_VARIABLE] ?? path.join(appRoot(), '.runtime', 'datasets', 'fashion-mnist');
}

/** Throws the sentence for a file of Fashion-MNIST that is not there. */
export function fashionMnistMissing(file: string): UserError {
  return new UserError(
    `Fashion-MNIST is not here (${file} is missing): run \`npm run setup\`, which fetches it.`,
  );
}
