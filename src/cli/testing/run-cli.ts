import { main } from '../main';

/** What a command line printed and with which code it ended. */
export interface Outcome {
  code: number;
  out: string;
  err: string;
}

/** Runs a command line in this process. */
export async function runCli(...argv: string[]): Promise<Outcome> {
  const outcome: Outcome = { code: 0, out: '', err: '' };
  outcome.code = await main(argv, {
    out: (text) => (outcome.out += text),
    err: (text) => (outcome.err += text),
    errIsTerminal: false,
    onInterrupt: () => () => undefined,
  });
  return outcome;
}
