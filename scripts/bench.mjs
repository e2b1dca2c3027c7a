import { runCli } from './cli.mjs';
import { electronPath } from './provision/index.mjs';
import { electronSwitches } from './run.mjs';

/** `npm run bench [-- --peers]`: the benchmark table, in plain Node and in a utility process of Electron's. */
await runCli(['bench', ...process.argv.slice(2)], {
  need: ['electron', 'window-libraries'],
  env: () => ({
    LATENT_ATELIER_ELECTRON: electronPath(),
    LATENT_ATELIER_ELECTRON_SWITCHES: electronSwitches().join(' '),
    ...process.env,
  }),
});
