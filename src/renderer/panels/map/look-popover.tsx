import { Blend } from 'lucide-react';
import { Popover } from 'radix-ui';
import { defaultMapLook, type MapLook } from '../../scene/map-look';
import { setLook } from '../../store/session/settings';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Hint, Segmented } from '../controls';
import { fixed, percent } from '../format';
import { SliderSetting, type SliderScale } from './setting-rows';

const label = 'Look: size, opacity, thumbnails, grid and ground';

/** How points and ground are drawn, under one button. */
export function LookPopover() {
  return (
    <Popover.Root>
      <Hint text={label}>
        <Popover.Trigger id="map-look" className="icon-button" aria-label={label}>
          <Blend aria-hidden="true" />
        </Popover.Trigger>
      </Hint>
      <Popover.Portal>
        <Popover.Content
          className="map-look"
          side="left"
          align="center"
          sideOffset={8}
          collisionPadding={8}
          aria-label="Look of the map"
          data-testid="map-look"
        >
          <Look />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const sizeScale: SliderScale = {
  values: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.7, 2, 2.5, 3],
  show: (value) => `${fixed(value, 1)}×`,
};
const opacityScale: SliderScale = {
  values: [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  show: percent,
};

function Look() {
  const atelier = useAtelier();
  const look = useAtelierState((state) => state.settings.look);
  const hasImages = useAtelierState((state) => (state.space.thumbnails ?? 0) > 0);
  const isFlat = useAtelierState((state) => state.space.dims === 2);
  const set = (fields: Partial<MapLook>) => setLook(atelier, fields);
  return (
    <>
      <SliderSetting title="Size" value={look.size} scale={sizeScale} onChange={(size) => set({ size })} />
      <SliderSetting
        title="Opacity"
        value={look.opacity}
        scale={opacityScale}
        onChange={(opacity) => set({ opacity })}
      />
      <div className="map-setting">
        <div className="map-setting-head">
          <span className="field-label">Thumbnails</span>
          <Segmented
            label="Thumbnails"
            value={look.thumbnails}
            options={[
              {
                value: 'auto',
                text: 'Auto',
                hint: 'Of few points at once, of many as one comes near',
                disabled: !hasImages,
              },
              {
                value: 'on',
                text: 'On',
                hint: 'Every point is its image, however small',
                disabled: !hasImages,
              },
              { value: 'off', text: 'Off', hint: 'Every point is a ball', disabled: !hasImages },
            ]}
            onChange={(thumbnails) => set({ thumbnails })}
          />
        </div>
        {!hasImages && <p className="field-hint">These points have no images.</p>}
      </div>
      <div className="map-look-ground">
        <Tick title="Grid" on={look.grid} onChange={(grid) => set({ grid })} />
        <Tick
          title="Ground"
          on={look.ground && !isFlat}
          disabled={isFlat}
          onChange={(ground) => set({ ground })}
        />
        <button type="button" className="link" onClick={() => set(defaultMapLook)}>
          Reset
        </button>
      </div>
    </>
  );
}

interface TickProps {
  title: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

function Tick({ title, on, disabled = false, onChange }: TickProps) {
  return (
    <label className="map-look-tick">
      <input
        type="checkbox"
        checked={on}
        disabled={disabled}
        onChange={({ target }) => onChange(target.checked)}
      />
      {title}
    </label>
  );
}
