/** Where main writes what happened; never shown to the user as it stands. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}
