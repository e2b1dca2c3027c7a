import { Play } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { planNetwork } from '../../../core/network/plan';
import type { Objective } from '../../../contract/training';
import { setDraft, startTraining } from '../../store/training/training';
import { isActive } from '../../store/training/training-phase';
import { draftLatent, limitsOf, readDraft, type DraftNumber } from '../../store/training/training-draft';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Segmented } from '../controls';
import { count } from '../format';
import { DataCard } from './data-card';
import { adviceOn } from './field-advice';
import { fieldHelp } from './field-help';
import { NumberField } from './number-field';

const objectives: readonly { value: Objective; text: string }[] = [
  { value: 'elbo', text: 'ELBO' },
  { value: 'notebook', text: 'Notebook' },
];

const endings = [
  { value: 'last', text: 'After the last epoch' },
  { value: 'early', text: 'Early' },
] as const;

const objectiveTexts: Record<Objective, string> = {
  elbo: 'Cross-entropy summed over the pixels of an image, plus beta times KL.',
  notebook: 'Cross-entropy averaged over pixels, KL summed over the batch. It collapses: kept to show that.',
};

/** The settings of the next run, with their limits and what they do. */
export function SetUpForm() {
  const atelier = useAtelier();
  const draft = useAtelierState((state) => state.training.draft);
  const busy = useAtelierState((state) => isActive(state.training.phase));
  const hasSource = useAtelierState((state) => state.data.source !== null);
  const read = useMemo(() => readDraft(draft), [draft]);
  const errors = read.ok ? {} : read.errors;
  const field = (name: DraftNumber, label: string, hint: string, placeholder?: string) => (
    <NumberField
      label={label}
      hint={hint}
      help={`${fieldHelp[name]} ${limitsInWords(name)}`}
      advice={read.ok ? adviceOn(name, Number(draft[name])) : undefined}
      value={draft[name]}
      error={errors[name]}
      placeholder={placeholder}
      onChange={(text) => setDraft(atelier, { [name]: text })}
    />
  );
  const blocked = busy || !read.ok || !hasSource;
  return (
    <form
      className="set-up"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void startTraining(atelier);
      }}
    >
      <DataCard />
      <Group title="Model">
        {field('latent', 'Latent size', 'Numbers per image')}
        <ParameterCount />
      </Group>
      <Group title="Objective">
        <div className="field field-wide">
          <Segmented
            label="Objective"
            value={draft.objective}
            options={objectives}
            onChange={(objective) => setDraft(atelier, { objective })}
          />
          <p className="field-hint">{objectiveTexts[draft.objective]}</p>
        </div>
        {field('beta', 'Beta', 'Weight of the KL')}
        {field('warmup', 'Warm-up', 'Epochs of rising beta')}
      </Group>
      <Group title="Optimisation">
        {field('epochs', 'Epochs', 'Passes over all images')}
        {field('batch', 'Batch', 'Images in a step')}
        {field('learningRate', 'Learning rate', 'Step size of Adam')}
        {field('limit', 'Images at most', 'Empty for all of them', 'all')}
        {field('seed', 'Seed', 'Same seed, same run')}
      </Group>
      <Group title="End">
        <div className="field field-wide">
          <Segmented
            label="When the run ends"
            value={draft.stopEarly ? 'early' : 'last'}
            options={endings}
            onChange={(ending) => setDraft(atelier, { stopEarly: ending === 'early' })}
          />
          <p className="field-hint">
            {draft.stopEarly
              ? 'Ends when the test ELBO no longer improves, the warm-up not counted.'
              : 'Trains every epoch.'}{' '}
            The weights of the best epoch are kept beside the newest.
          </p>
        </div>
        {draft.stopEarly && field('patience', 'Patience', 'Epochs without a gain')}
        {draft.stopEarly && field('minDelta', 'Least gain', 'Nats per image')}
      </Group>
      <div className="set-up-foot">
        <button type="submit" className="button button-primary button-wide" disabled={blocked}>
          <Play aria-hidden="true" /> Start training
        </button>
        {busy && <p className="field-hint">A run is being trained; stop it first.</p>}
        {!read.ok && <p className="field-error">Mend the marked settings first.</p>}
      </div>
    </form>
  );
}

function limitsInWords(field: DraftNumber): string {
  const { min, max } = limitsOf(field);
  if (field === 'learningRate') return `Above 0, up to ${max ?? 1}.`;
  return max === null || max > 1e6 ? `From ${count(min)}.` : `From ${count(min)} to ${count(max)}.`;
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="group">
      <legend>{title}</legend>
      <div className="fields">{children}</div>
    </fieldset>
  );
}

/** Counted here, as it is typed, with the arithmetic the engine builds the network by. */
function ParameterCount() {
  const latent = useAtelierState((state) => draftLatent(state.training.draft));
  const side = useAtelierState((state) => state.data.summary?.side ?? state.data.options.side ?? 28);
  const channels = useAtelierState(
    (state) => state.data.summary?.channels ?? state.data.options.channels ?? 1,
  );
  const parameters = useMemo(
    () => planNetwork({ side, channels, latent }).parameterCount,
    [side, channels, latent],
  );
  return (
    <div className="field">
      <span className="field-label">Parameters</span>
      <output className="parameter-count">{count(parameters)}</output>
      <span className="field-hint">Weights and biases</span>
    </div>
  );
}
