/** Bytes or text that are not what they should be. The message is one sentence for the person who chose the file. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}
