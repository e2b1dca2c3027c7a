import { Slider } from 'radix-ui';
import type { ReactNode } from 'react';

/** A setting with what it does. */
export function Setting({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="map-setting">
      <div className="map-setting-head">
        <span className="field-label">{title}</span>
        {children}
      </div>
      <p className="field-hint">{text}</p>
    </div>
  );
}

/** Steps of a slider and the values that they stand for. */
export interface SliderScale {
  values: readonly number[];
  show: (value: number) => string;
}
interface SliderSettingProps {
  title: string;
  text?: string;
  value: number;
  scale: SliderScale;
  disabled?: boolean;
  onChange: (value: number) => void;
}

/** A setting that is one of a row of values. */
export function SliderSetting({ title, text, value, scale, disabled, onChange }: SliderSettingProps) {
  const { values, show } = scale;
  const above = values.findIndex((one) => one >= value);
  return (
    <div className="map-setting">
      <div className="map-setting-head">
        <span className="field-label">{title}</span>
        <output className="map-setting-value">{show(value)}</output>
      </div>
      <Slider.Root
        className="slider"
        min={0}
        max={values.length - 1}
        value={[above < 0 ? values.length - 1 : above]}
        disabled={disabled}
        onValueChange={([step = 0]) => onChange(values[step] ?? value)}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb className="slider-thumb" aria-label={title} aria-valuetext={show(value)} />
      </Slider.Root>
      {text !== undefined && <p className="field-hint">{text}</p>}
    </div>
  );
}
