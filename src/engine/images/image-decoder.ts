import { decodeFile, hashFile, probeFile, sniffFile, type Decoded } from './decode-file';
import { bytesPerFile, decodeRequest, type DecodeAnswer, type DecodeRequest } from './protocol';

/** The process that reads image files, a few in turn: a hostile one can at worst end this process. */
process.on('message', (message: unknown) => {
  void answer(decodeRequest.parse(message)).then((told) => process.send?.(told));
});

// The engine went: nobody is left to decode for.
process.on('disconnect', () => process.exit(0));

process.send?.({ kind: 'ready' });

async function answer(request: DecodeRequest): Promise<DecodeAnswer> {
  const each = bytesPerFile(request);
  const pixels = new Uint8Array(each * request.files.length);
  const files: DecodeAnswer['files'] = [];
  for (const file of request.files) {
    const decoded = await read(file, request);
    if (decoded.pixels !== null) pixels.set(decoded.pixels, each * files.length);
    files.push(decoded.answer);
  }
  return { kind: 'answer', files, pixels };
}

function read(file: string, request: DecodeRequest): Promise<Decoded> | Decoded {
  switch (request.kind) {
    case 'sniff':
      return { answer: sniffFile(file), pixels: null };
    case 'hash':
      return { answer: hashFile(file), pixels: null };
    case 'probe':
      return probeFile(file, request.side);
    case 'pixels':
      return decodeFile(file, request);
  }
}
