import { useState } from 'react';
import { dataOptions, type DataOptions, type DatasetSummary } from '../../../contract/dataset';
import { setPreviewOptions } from '../../store/images/folder-preview';
import type { FolderPreview } from '../../store/images/data-state';
import { estimateTime } from '../../store/training/time-estimate';
import { draftLatent } from '../../store/training/training-draft';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Segmented } from '../controls';
import { count, roughDuration } from '../format';
import { SideField } from '../side-field';
import { NumberField } from '../training/number-field';

const fits: readonly { value: NonNullable<DataOptions['fit']>; text: string; hint: string }[] = [
  { value: 'crop', text: 'Crop', hint: 'The middle square' },
  { value: 'pad', text: 'Pad', hint: 'All of the image, on black' },
  { value: 'stretch', text: 'Stretch', hint: 'All of the image, drawn out to a square' },
];

/** How the images would be read; changing it looks at them again. */
export function Reading({ preview, summary }: { preview: FolderPreview; summary: DatasetSummary }) {
  const atelier = useAtelier();
  const { fit = 'crop', invert = false, testShare = 0.2, splitSeed = 0 } = preview.options;
  const change = (options: DataOptions): void => setPreviewOptions(atelier, options);
  return (
    <div className="reading" aria-busy={preview.progress !== null}>
      <SideField key={summary.side} side={summary.side} onChange={(side) => change({ side })} />
      <div className="field">
        <span className="field-label">Channels</span>
        <Segmented
          label="Channels"
          value={summary.channels === 1 ? 'grey' : 'colour'}
          options={[
            { value: 'grey', text: 'Grey' },
            { value: 'colour', text: 'Colour' },
          ]}
          onChange={(channels) => change({ channels: channels === 'grey' ? 1 : 3 })}
        />
      </div>
      <div className="field">
        <span className="field-label">To make them square</span>
        <Segmented
          label="To make them square"
          value={fit}
          options={fits}
          onChange={(value) => change({ fit: value })}
        />
      </div>
      <div className="field">
        <span className="field-label">Light and dark</span>
        <Segmented
          label="Light and dark"
          value={invert ? 'inverted' : 'kept'}
          options={[
            { value: 'kept', text: 'As they are' },
            { value: 'inverted', text: 'Inverted', hint: 'For dark drawings on white paper' },
          ]}
          onChange={(value) => change({ invert: value === 'inverted' })}
        />
      </div>
      <ShareField
        key={`share ${testShare}`}
        share={testShare}
        onChange={(share) => change({ testShare: share })}
      />
      <SeedField
        key={`seed ${splitSeed}`}
        seed={splitSeed}
        onChange={(seed) => change({ splitSeed: seed })}
      />
      <Network summary={summary} />
    </div>
  );
}

const shareSchema = dataOptions.shape.testShare.unwrap();

function ShareField({ share, onChange }: { share: number; onChange: (share: number) => void }) {
  const [text, setText] = useState(String(Math.round(share * 1000) / 10));
  const read = shareSchema.safeParse(text.trim() === '' ? Number.NaN : Number(text) / 100);
  return (
    <NumberField
      label="Kept for testing, %"
      hint="of each class, by the seed"
      value={text}
      error={read.success ? undefined : 'A number from 1 to 90.'}
      onChange={setText}
      onCommit={() => {
        if (read.success && read.data !== share) onChange(read.data);
      }}
    />
  );
}

const seedSchema = dataOptions.shape.splitSeed.unwrap();

function SeedField({ seed, onChange }: { seed: number; onChange: (seed: number) => void }) {
  const [text, setText] = useState(String(seed));
  const read = seedSchema.safeParse(text.trim() === '' ? Number.NaN : Number(text));
  return (
    <NumberField
      label="Seed of the split"
      hint="the same seed, the same split"
      value={text}
      error={read.success ? undefined : 'A whole number from 0.'}
      onChange={setText}
      onCommit={() => {
        if (read.success && read.data !== seed) onChange(read.data);
      }}
    />
  );
}

/** The network that these images get, and how long it takes. */
function Network({ summary }: { summary: DatasetSummary }) {
  const runs = useAtelierState((state) => state.runs);
  const latent = useAtelierState((state) => draftLatent(state.training.draft));
  const epochs = useAtelierState((state) => Number(state.training.draft.epochs));
  const { secondsPerEpoch, measured } = estimateTime(summary, latent, runs);
  const total = secondsPerEpoch * epochs;
  const all = Number.isInteger(epochs) && epochs > 1 ? `, all ${count(epochs)} ${roughDuration(total)}` : '';
  const how = measured ? ', at the speed of your last run' : '';
  return (
    <p className="network-line" data-testid="network-estimate">
      <strong>{count(summary.parameterCount)} parameters</strong> with {latent} latent dimensions. An epoch
      takes {roughDuration(secondsPerEpoch)}
      {all}
      {how}.
    </p>
  );
}
