import { Command, CommanderError } from 'commander';
import { messageOf, UserError } from '../contract/errors';
import { benchCommand } from './commands/bench';
import { decodeCommand } from './commands/decode';
import { encodeCommand } from './commands/encode';
import { evaluateCommand } from './commands/evaluate';
import { interpolateCommand } from './commands/interpolate';
import { modelCommand } from './commands/model';
import { projectCommand } from './commands/project';
import { shipCommand } from './commands/ship';
import { trainCommand } from './commands/train';
import { Progress, type Io } from './io';
import { namedPath } from './options';
import { ENGINE_FAILURE, Interrupted, INTERRUPTED, type Session } from './session';

const BAD_INPUT = 2;

const commands = [
  trainCommand,
  evaluateCommand,
  encodeCommand,
  projectCommand,
  decodeCommand,
  interpolateCommand,
  modelCommand,
  shipCommand,
  benchCommand,
];

/** Options that name a place. */
const IS_PATH = /<(file|folder|source)>/;

/** Runs one command line. Returns the exit code: 0, 1 for a failure of ours, 2 for bad input, 130 after Ctrl-C. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const progress = new Progress(io);
  const session: Session = { io, progress, exitCode: 0 };
  const program = new Command('latent-atelier')
    .description('Train a variational autoencoder, map its latent space, decode, walk and export.')
    .action((_, { args }: Command) => {
      const names = program.commands.map((command) => command.name()).join(', ');
      const unknown = args[0] === undefined ? '' : `There is no command ${args[0]}. `;
      throw new UserError(`${unknown}Name a command (${names}); --help says more.`);
    });
  for (const add of commands) program.addCommand(add(session));
  for (const command of [program, ...program.commands]) {
    for (const option of command.options) if (IS_PATH.test(option.flags)) option.argParser(namedPath);
    command
      .exitOverride()
      .allowExcessArguments(command === program)
      .configureOutput({ writeOut: io.out, writeErr: () => undefined });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return session.exitCode;
  } catch (error) {
    progress.clear();
    return fail(error, io);
  }
}

function fail(error: unknown, io: Io): number {
  // Whoever pressed Ctrl-C knows it.
  if (error instanceof Interrupted) return INTERRUPTED;
  if (error instanceof CommanderError) {
    // Help and the like were what was asked for.
    if (error.exitCode === 0) return 0;
    io.err(`${oneLine(error.message.replace(/^error: /, ''))}\n`);
    return BAD_INPUT;
  }
  const message = messageOf(error);
  io.err(`${oneLine(message)}\n`);
  return error instanceof UserError ? BAD_INPUT : ENGINE_FAILURE;
}

function oneLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}
