import { main } from '../main';

/** What a command line printed and with which code it ended. */
export interface Outcome {
  code: number;
  out: string;
  err: string;
}

/** Runs a command line in this process. */
export function runCli(...argv: string[]): Promise<Outcome> {
  return run(argv, () => undefined);
}

/** Runs a command line for which Ctrl-C is pressed as soon as it minds that. */
export function interruptCli(...argv: string[]): Promise<Outcome> {
  return run(argv, (listener) => listener());
}

async function run(argv: readonly string[], onListening: (listener: () => void) => void): Promise<Outcome> {
  const outcome: Outcome = { code: 0, out: '', err: '' };
  outcome.code = await main(argv, {
    out: (text) => (outcome.out += text),
    err: (text) => (outcome.err += text),
    errIsTerminal: false,
    onInterrupt: (listener) => {
      onListening(listener);
      return () => undefined;
    },
  });
  return outcome;
}
