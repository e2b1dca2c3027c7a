import type { ZodError } from 'zod';
import {
  engineCalls,
  type EmitEvent,
  type EngineCall,
  type EngineHandlers,
  type EngineInput,
  type EngineOutput,
} from '../contract/engine-calls';
import { UserError } from '../contract/errors';
import { dataHandlers } from './handlers/data';
import { exportHandlers } from './handlers/export';
import { latentHandlers } from './handlers/latent';
import { copyVectors } from './datasets/vectors/copy-vectors';
import { addColumns, pairWithSpace } from './handlers/add-columns';
import { addImages } from './handlers/import-add';
import { importVectors, lookAtVectors } from './handlers/import-vectors';
import { runHandlers } from './handlers/run';
import { spaceHandlers } from './handlers/space';
import { EngineState } from './handlers/state';
import { trainingHandlers } from './handlers/training';
import { versions } from './versions';

/** The engine as its callers see it, in this process. */
export interface Engine {
  /** Checks the input and does the call. Throws UserError for what the user can mend. */
  call: <C extends EngineCall>(name: C, input: EngineInput<C>) => Promise<EngineOutput<C>>;
  /** Ends what is under way, a training run with a checkpoint, and frees the model. */
  shutdown: () => Promise<void>;
}

/**
 * An engine of its own: one model, one data set, one map at hand. `emit` hears its events; `cacheFolder` keeps decoded
 * pixels between sessions.
 */
export function createEngine({
  emit,
  cacheFolder = null,
}: {
  emit: EmitEvent;
  cacheFolder?: string | null;
}): Engine {
  const state = new EngineState(emit, cacheFolder);
  const handlers: EngineHandlers = {
    'engine.describe': async () => ({ pid: process.pid, versions: await versions() }),
    ...dataHandlers(state),
    ...trainingHandlers(state),
    ...runHandlers(state),
    ...spaceHandlers(state),
    ...latentHandlers(state),
    ...exportHandlers(state),
    'space.add': (input) => addImages(state, input),
    'space.import': (input) => importVectors(state, input),
    'vectors.look': (input) => lookAtVectors(state, input),
    'vectors.copy': ({ path, ...how }) => copyVectors(path, how),
    'vectors.pair': (input) => pairWithSpace(state, input),
    'space.addColumns': (input) => addColumns(state, input),
  };
  return {
    call: (name, input) => dispatch(handlers, name, input),
    shutdown: () => state.close(),
  };
}

async function dispatch<C extends EngineCall>(
  handlers: EngineHandlers,
  name: C,
  input: EngineInput<C>,
): Promise<EngineOutput<C>> {
  const checked = engineCalls[name].input.safeParse(input);
  if (!checked.success) throw new UserError(inWords(name, checked.error));
  // The schema and the handler are picked by the same name, which TypeScript cannot follow through a generic index.
  const handler = handlers[name] as (input: unknown) => Promise<EngineOutput<C>>;
  return handler(checked.data);
}

function inWords(name: EngineCall, error: ZodError): string {
  const issue = error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  return `The input of ${name} cannot be used${where}: ${issue?.message ?? 'it is not what is expected'}.`;
}
