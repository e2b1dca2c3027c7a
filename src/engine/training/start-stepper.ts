import type { NetworkPlan } from '../../core/network/plan';
import { LocalStepper } from './local-stepper';
import type { Stepper, StepperStart } from './stepper';

/** A stepper for a network whose batches hold `batch` images at most. */
export function startStepper(plan: NetworkPlan, _batch: number, start: StepperStart): Promise<Stepper> {
  return LocalStepper.start(plan, start);
}
