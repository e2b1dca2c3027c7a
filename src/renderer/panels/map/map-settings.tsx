import { SlidersHorizontal } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useId } from 'react';
import { layOutAgain, setLayout, stopMapping } from '../../store/map/layout';
import { defaultLayout } from '../../store/map/map-state';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Segmented } from '../controls';
import { LayoutPreviewPicture } from './layout-preview';
import { fixed } from '../format';
import { Setting, SliderSetting, type SliderScale } from './setting-rows';

/** How the map is laid out: each setting with what it does, and a small map that shows it. */
export function MapSettings() {
  return (
    <Popover.Root>
      <Popover.Trigger id="map-settings" className="button" aria-label="Map settings">
        <SlidersHorizontal aria-hidden="true" />
        <span className="map-settings-word">Settings</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="map-settings"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label="Map settings"
          data-testid="map-settings"
        >
          <Settings />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Settings() {
  const atelier = useAtelier();
  const layout = useAtelierState((state) => state.settings.layout);
  const hasImages = useAtelierState((state) => state.space.embedding !== null);
  const busy = useAtelierState((state) => state.space.progress !== null);
  const isUmap = layout.method === 'umap';
  const set = (fields: Partial<typeof layout>) => setLayout(atelier, fields);
  return (
    <>
      <div className="map-settings-fields">
        <Setting
          title="Method"
          text={
            isUmap
              ? 'UMAP keeps near neighbours together; distances between far clusters mean little.'
              : 'PCA is a straight projection onto the directions of largest variance; clusters may overlap.'
          }
        >
          <Segmented
            label="Method"
            value={layout.method}
            options={[
              { value: 'umap', text: 'UMAP' },
              { value: 'pca', text: 'PCA' },
            ]}
            onChange={(method) => set({ method })}
          />
        </Setting>
        <Setting
          title="Dimensions"
          text="Three show more of the structure; two can be read and printed flat."
        >
          <Segmented
            label="Dimensions"
            value={String(layout.dims)}
            options={[
              { value: '3', text: '3-D' },
              { value: '2', text: '2-D' },
            ]}
            onChange={(dims) => set({ dims: dims === '2' ? 2 : 3 })}
          />
        </Setting>
        <SliderSetting
          title="Neighbours"
          text="Each image is tied to so many of its nearest. Few bring out fine clusters, many the large shape."
          value={layout.neighbors}
          scale={neighbourScale}
          disabled={!isUmap}
          onChange={(neighbors) => set({ neighbors })}
        />
        <SliderSetting
          title="Least distance"
          text="How tightly images may pack (min_dist): 0 makes dense clumps, 1 spreads them out evenly."
          value={layout.minDist}
          scale={distanceScale}
          disabled={!isUmap}
          onChange={(minDist) => set({ minDist })}
        />
        <Setting
          title="Metric"
          text={
            layout.metric === 'euclidean'
              ? 'Euclidean compares latents as they are: the right one for mu vectors, whose lengths mean something.'
              : 'Cosine compares directions alone and is blind to length: for embeddings made to be normalised.'
          }
        >
          <Segmented
            label="Metric"
            value={layout.metric}
            options={[
              { value: 'euclidean', text: 'Euclidean', disabled: !isUmap },
              { value: 'cosine', text: 'Cosine', disabled: !isUmap },
            ]}
            onChange={(metric) => set({ metric })}
          />
        </Setting>
        <SeedSetting value={layout.seed} disabled={!isUmap} onChange={(seed) => set({ seed })} />
      </div>
      <div className="map-settings-side">
        <LayoutPreviewPicture />
        <div className="map-settings-actions">
          {busy ? (
            <button type="button" className="button button-wide" onClick={() => void stopMapping(atelier)}>
              Cancel
            </button>
          ) : (
            <button
              type="button"
              className="button button-primary button-wide"
              disabled={!hasImages}
              onClick={() => void layOutAgain(atelier)}
            >
              Lay out again
            </button>
          )}
          <button type="button" className="link" onClick={() => set(defaultLayout)}>
            Back to the defaults
          </button>
        </div>
      </div>
    </>
  );
}

const neighbourScale: SliderScale = {
  values: [2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 70, 100, 140, 200],
  show: String,
};
const distanceScale: SliderScale = {
  values: [0, 0.01, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  show: (value) => fixed(value, 2),
};

interface SeedSettingProps {
  value: number;
  disabled: boolean;
  onChange: (seed: number) => void;
}

function SeedSetting({ value, disabled, onChange }: SeedSettingProps) {
  const id = useId();
  return (
    <div className="map-setting">
      <div className="map-setting-head">
        <label className="field-label" htmlFor={id}>
          Seed
        </label>
        <input
          id={id}
          className="input map-setting-seed"
          inputMode="numeric"
          disabled={disabled}
          value={value}
          onChange={(event) => {
            const seed = Number(event.target.value);
            if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) onChange(seed);
          }}
        />
      </div>
      <p className="field-hint">The same seed gives the same map; another tells what is chance.</p>
    </div>
  );
}
