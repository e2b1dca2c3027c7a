import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the engine, its helpers and the command line, built for this run of the tests. */
    builtEngine: string;
  }
}
