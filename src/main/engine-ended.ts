/** The engine's process ended before it had answered; the message is a sentence for the user. */
export class EngineEnded extends Error {
  override readonly name = 'EngineEnded';
}
