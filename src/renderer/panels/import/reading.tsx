import { dataOptions, type DataOptions, type DatasetSummary } from '../../../contract/dataset';
import { setPreviewOptions } from '../../store/images/folder-preview';
import type { FolderPreview } from '../../store/images/data-state';
import { estimateTime } from '../../store/training/time-estimate';
import { draftLatent } from '../../store/training/training-draft';
import { useAtelier, useAtelierState } from '../atelier-context';
import { SegmentedField } from '../controls';
import { count, roughDuration } from '../format';
import { SettledNumber } from '../settled-number';
import { LabelsField, PagesField, SplitsField } from './labels-and-splits';
import { GroundField, LevelsFields } from './levels-and-ground';

const fits: readonly { value: NonNullable<DataOptions['fit']>; text: string; hint: string }[] = [
  { value: 'crop', text: 'Crop', hint: 'The middle square' },
  { value: 'pad', text: 'Pad', hint: 'All of the image, on the ground' },
  { value: 'stretch', text: 'Stretch', hint: 'All of the image, drawn out to a square' },
];

const sideSchema = dataOptions.shape.side.unwrap();
const [SMALLEST, LARGEST] = [sideSchema.minValue ?? 0, sideSchema.maxValue ?? 0];
const shareSchema = dataOptions.shape.testShare.unwrap();
const seedSchema = dataOptions.shape.splitSeed.unwrap();

/** How the images would be read; changing it looks at them again. */
export function Reading({ preview, summary }: { preview: FolderPreview; summary: DatasetSummary }) {
  const atelier = useAtelier();
  const { fit = 'crop', invert = false, testShare = 0.2, splitSeed = 0 } = preview.options;
  const change = (options: DataOptions): void => setPreviewOptions(atelier, options);
  return (
    <div className="reading" aria-busy={preview.progress !== null}>
      <SettledNumber
        label="Side, pixels"
        hint={`${SMALLEST} to ${LARGEST}`}
        value={summary.side}
        schema={sideSchema}
        error={`A whole number from ${SMALLEST} to ${LARGEST}.`}
        onChange={(side) => change({ side })}
      />
      <SegmentedField
        label="Channels"
        value={summary.channels === 1 ? 'grey' : 'colour'}
        options={[
          { value: 'grey', text: 'Grey' },
          { value: 'colour', text: 'Colour' },
        ]}
        onChange={(channels) => change({ channels: channels === 'grey' ? 1 : 3 })}
      />
      <SegmentedField
        label="To make them square"
        value={fit}
        options={fits}
        onChange={(value) => change({ fit: value })}
      />
      <SegmentedField
        label="Light and dark"
        value={invert ? 'inverted' : 'kept'}
        options={[
          { value: 'kept', text: 'As they are' },
          { value: 'inverted', text: 'Inverted', hint: 'For dark drawings on white paper' },
        ]}
        onChange={(value) => change({ invert: value === 'inverted' })}
      />
      <LevelsFields preview={preview} summary={summary} change={change} />
      <GroundField preview={preview} change={change} />
      <LabelsField summary={summary} change={change} />
      <PagesField summary={summary} change={change} />
      <SplitsField summary={summary} change={change} />
      {summary.options.splits !== 'given' && (
        <>
          <SettledNumber
            label="Kept for testing, %"
            hint="of each class, by the seed"
            value={testShare}
            times={100}
            schema={shareSchema}
            error="A number from 1 to 90."
            onChange={(share) => change({ testShare: share })}
          />
          <SettledNumber
            label="Seed of the split"
            hint="the same seed, the same split"
            value={splitSeed}
            schema={seedSchema}
            error="A whole number from 0."
            onChange={(seed) => change({ splitSeed: seed })}
          />
        </>
      )}
      <Network summary={summary} />
    </div>
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
