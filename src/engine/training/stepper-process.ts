import { toWireError } from '../../contract/errors';
import { planNetwork } from '../../core/network/plan';
import { GraphStepper } from './graph-stepper';
import { stepperRequest, type StepperAnswer, type StepperRequest } from './stepper-protocol';

/**
 * The process that takes the steps of a training run. It is one of its own so that TensorFlow can be given other
 * settings there than in the engine, which meanwhile stays free to answer, and dies with its engine.
 */
let stepper: GraphStepper | null = null;

async function answer(request: StepperRequest): Promise<StepperAnswer> {
  if (request.kind === 'start') {
    stepper = await GraphStepper.start(planNetwork(request.size), request, request.replicas);
    return { kind: 'started' };
  }
  if (stepper === null) throw new Error('The process that trains was asked for a step before its start.');
  switch (request.kind) {
    case 'step': {
      const { bce, kl, gradientNorm } = await stepper.step(request);
      return { kind: 'losses', values: Float64Array.of(bce, kl, gradientNorm) };
    }
    case 'weights':
      return { kind: 'weights', weights: new Map(await stepper.weights()) };
    case 'state': {
      const { weights, optimiser } = await stepper.state();
      return { kind: 'state', weights: new Map(weights), optimiser: new Map(optimiser) };
    }
  }
}

process.on('message', (message: unknown) => {
  void answer(stepperRequest.parse(message))
    .catch((error: unknown): StepperAnswer => ({ kind: 'failed', error: toWireError(error) }))
    .then((answered) => process.send?.(answered));
});

// The engine went: nobody is left to train for.
process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches this process too, as does a TERM for all of them, while the engine still wants its last
// checkpoint.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
