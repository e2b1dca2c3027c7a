import { runCli } from './cli.mjs';
import { electronPath } from './provision/index.mjs';

/** `npm run bench [-- --peers]`: the benchmark table, in plain Node and in Electron's. */
await runCli(['bench', ...process.argv.slice(2)], {
  need: ['electron', 'window-libraries'],
  env: () => ({ LATENT_ATELIER_ELECTRON: electronPath(), ...process.env }),
});
