import { dataOptions } from '../../../contract/dataset';
import {
  earlyStopping,
  trainingConfig,
  type Objective,
  type TrainingConfig,
} from '../../../contract/training';

/** The numbers of a run's settings, as they stand in the form. */
export const draftNumbers = [
  'epochs',
  'batch',
  'latent',
  'learningRate',
  'beta',
  'warmup',
  'patience',
  'minDelta',
  'seed',
  'limit',
] as const;
export type DraftNumber = (typeof draftNumbers)[number];

/** What the form holds while it is typed: text, for "1e-" is no number yet. */
export type TrainingDraft = Record<DraftNumber, string> & {
  objective: Objective;
  /** Whether patience and the least gain count: a run that no longer improves ends before its last epoch. */
  stopEarly: boolean;
};

/** Epochs without an improvement that early stopping begins with in the form. */
const FIRST_PATIENCE = 5;

/** What is wrong with a field, in words. */
export type DraftErrors = Partial<Record<DraftNumber, string>>;

/** The defaults of the contract, which are the notebook's. */
export function defaultDraft(): TrainingDraft {
  return draftOf(trainingConfig.parse({}));
}

export function draftOf(config: TrainingConfig, limit?: number): TrainingDraft {
  const { epochs, batch, latent, learningRate, beta, warmup, seed, objective } = config;
  return {
    epochs: String(epochs),
    batch: String(batch),
    latent: String(latent),
    learningRate: String(learningRate),
    beta: String(beta),
    warmup: String(warmup),
    patience: String(config.earlyStopping?.patience ?? FIRST_PATIENCE),
    minDelta: String(config.earlyStopping?.minDelta ?? 0),
    stopEarly: config.earlyStopping !== null,
    seed: String(seed),
    limit: limit === undefined ? '' : String(limit),
    objective,
  };
}

const shape = trainingConfig.shape;
const numbers = {
  epochs: { schema: shape.epochs.unwrap(), whole: true },
  batch: { schema: shape.batch.unwrap(), whole: true },
  latent: { schema: shape.latent.unwrap(), whole: true },
  learningRate: { schema: shape.learningRate.unwrap(), whole: false },
  beta: { schema: shape.beta.unwrap(), whole: false },
  warmup: { schema: shape.warmup.unwrap(), whole: false },
  patience: { schema: earlyStopping.shape.patience, whole: true },
  minDelta: { schema: earlyStopping.shape.minDelta.unwrap(), whole: false },
  seed: { schema: shape.seed.unwrap(), whole: true },
  limit: { schema: dataOptions.shape.limit.unwrap(), whole: true },
} as const;

/** The range of a field, as the contract has it. */
export function limitsOf(field: DraftNumber): { min: number; max: number | null; whole: boolean } {
  const { schema, whole } = numbers[field];
  const max = schema.maxValue;
  return {
    min: schema.minValue ?? 0,
    max: max === null || max >= Number.MAX_SAFE_INTEGER ? null : max,
    whole,
  };
}

/** The settings a draft stands for, or what is wrong with it. */
export function readDraft(
  draft: TrainingDraft,
): { ok: true; config: TrainingConfig; limit: number | undefined } | { ok: false; errors: DraftErrors } {
  const errors: DraftErrors = {};
  const values: Partial<Record<DraftNumber, number>> = {};
  for (const field of draftNumbers) {
    const text = draft[field].trim();
    if (field === 'limit' && text === '') continue;
    if (!draft.stopEarly && (field === 'patience' || field === 'minDelta')) continue;
    const value = text === '' ? Number.NaN : Number(text);
    if (numbers[field].schema.safeParse(value).success) values[field] = value;
    else errors[field] = complaint(field);
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const { limit, patience, minDelta, ...rest } = values;
  const stopping = draft.stopEarly ? { patience, minDelta } : null;
  const config = trainingConfig.parse({ ...rest, objective: draft.objective, earlyStopping: stopping });
  return { ok: true, config, limit };
}

function complaint(field: DraftNumber): string {
  const { min, max, whole } = limitsOf(field);
  const kind = whole ? 'A whole number' : 'A number';
  if (field === 'learningRate') return `${kind} above 0, up to ${max ?? 1}.`;
  return max === null
    ? `${kind} from ${min.toLocaleString('en-US')}.`
    : `${kind} from ${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}.`;
}

/** The latent size of a draft, or the default while it is no valid number. */
export function draftLatent(draft: TrainingDraft): number {
  const { schema } = numbers.latent;
  const latent = schema.safeParse(Number(draft.latent));
  return latent.success ? latent.data : shape.latent.parse(undefined);
}
