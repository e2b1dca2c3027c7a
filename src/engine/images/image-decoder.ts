import { decodeFile } from './decode-file';
import { decodeRequest } from './protocol';

/** The process that reads image files, one at a time: a hostile one can at worst end this process. */
process.on('message', (message: unknown) => {
  void decodeFile(decodeRequest.parse(message)).then((answer) => process.send?.(answer));
});

// The engine went: nobody is left to decode for.
process.on('disconnect', () => process.exit(0));

process.send?.({ kind: 'ready' });
