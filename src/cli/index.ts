import { Console } from 'node:console';
import { main } from './main';
import { processIo } from './process-io';

// Standard output belongs to the results alone; what a package prints goes where progress goes.
globalThis.console = new Console(process.stderr, process.stderr);

const code = await main(process.argv.slice(2), processIo());
// A pipe takes its time: leaving before it has everything would cut the output off.
process.stdout.write('', () => process.exit(code));
