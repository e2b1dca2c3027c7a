import { writevSync } from 'node:fs';
import {
  countPages,
  decodeFile,
  hashFile,
  probeFile,
  sniffFile,
  valuesOfFile,
  type Decoded,
} from './decode-file';
import {
  bytesPerFile,
  decodeTask,
  PIXELS_DESCRIPTOR,
  type DecodeAnswer,
  type DecodeRequest,
  type DecodeTask,
  type FileAnswer,
} from './protocol';
import { systemReason } from './read-file';

/** The process that reads image files, a few in turn: a hostile one can at worst end this process. */
let answered: Promise<unknown> = Promise.resolve();
process.on('message', (message: unknown) => {
  // In their order, though some files take longer than those of the next request.
  answered = answered.then(() => answer(decodeTask.parse(message))).then((told) => process.send?.(told));
});

// The engine went: nobody is left to decode for.
process.on('disconnect', () => process.exit(0));

process.send?.({ kind: 'ready' });

const NO_ROOM: FileAnswer = {
  kind: 'refused',
  image: true,
  reason: 'there is no room for its pixels in the temporary folder',
};

async function answer({ request, at }: DecodeTask): Promise<DecodeAnswer> {
  const each = bytesPerFile(request);
  const files: FileAnswer[] = [];
  const pixels: Uint8Array[] = [];
  for (const [i, file] of request.files.entries()) {
    const decoded = await read(file, i, request);
    files.push(decoded.answer);
    if (each > 0) pixels.push(decoded.pixels ?? new Uint8Array(each));
  }
  const isWritten = each === 0 || writePixels(pixels, at) === each * files.length;
  return { kind: 'answer', at, files: isWritten ? files : files.map(() => NO_ROOM) };
}

/** Bytes that were written; 0 when the disk takes none. */
function writePixels(pixels: Uint8Array[], at: number): number {
  try {
    return writevSync(PIXELS_DESCRIPTOR, pixels, at);
  } catch (error) {
    if (systemReason(error) === null) throw error;
    return 0;
  }
}

function read(file: string, i: number, request: DecodeRequest): Promise<Decoded> | Decoded {
  const page = 'pages' in request ? (request.pages?.[i] ?? 0) : 0;
  switch (request.kind) {
    case 'sniff':
      return { answer: sniffFile(file), pixels: null };
    case 'hash':
      return { answer: hashFile(file), pixels: null };
    case 'probe':
      return probeFile(file, page, { ...request, channels: 3, fit: 'crop', invert: false });
    case 'pages':
      return countPages(file);
    case 'values':
      return valuesOfFile(file, page, request.most);
    case 'pixels':
      return decodeFile(file, page, request);
  }
}
