/** A file that cannot be read as an image; the message completes the sentence "left out because ...". */
export class Refusal extends Error {
  constructor(
    message: string,
    /** Whether the file began as an image does. */
    readonly image = false,
    /** Whether it is in order, but of a kind that is not read. */
    readonly isKind = false,
  ) {
    super(message);
  }
}
