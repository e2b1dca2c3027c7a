/** A file that cannot be read as an image; the message completes the sentence "left out because ...". */
export class Refusal extends Error {
  constructor(
    message: string,
    /** Whether the file began as an image does. */
    readonly image = false,
  ) {
    super(message);
  }
}
