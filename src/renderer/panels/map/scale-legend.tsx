import { Slider } from 'radix-ui';
import { useState, type Ref } from 'react';
import { continuousCss } from '../../scene/palette';
import type { Legend } from '../../store/map/legend';
import { count, nats } from '../format';

const stops = 24;
const steps = 200;

interface ScaleLegendProps {
  ref: Ref<HTMLDivElement> | undefined;
  legend: Extract<Legend, { kind: 'scale' }>;
  range: readonly [number, number] | null;
  onRange: (range: readonly [number, number] | null) => void;
}

/** The colours of a number with how often each value comes; the two ends can be drawn in, and what is beyond is dimmed. */
export function ScaleLegend({ ref, legend, range, onRange }: ScaleLegendProps) {
  const { title, low, high, histogram, unknown } = legend;
  const width = high - low || 1;
  const [ends, setEnds] = useState(() => toSteps(range, low, width));
  const ramp = Array.from({ length: stops }, (_, stop) => continuousCss(stop / (stops - 1)));
  const highest = Math.max(1, ...histogram);
  const valueAt = (step: number) => low + (step / steps) * width;
  return (
    <div ref={ref} className="legend legend-scale" data-testid="legend" role="group" aria-label={title}>
      <span className="legend-title">{title}</span>
      <svg
        className="legend-histogram"
        viewBox={`0 0 ${histogram.length} 1`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {Array.from(histogram, (points, bin) => {
          const height = Math.sqrt(points / highest);
          const colour = continuousCss(bin / (histogram.length - 1));
          return <rect key={bin} x={bin} y={1 - height} width={0.9} height={height} fill={colour} />;
        })}
      </svg>
      <div
        className="legend-ramp"
        style={{ background: `linear-gradient(to right, ${ramp.join(', ')})` }}
        aria-hidden="true"
      />
      <Slider.Root
        className="slider legend-slider"
        min={0}
        max={steps}
        minStepsBetweenThumbs={1}
        value={ends}
        onValueChange={([from = 0, to = steps]) => {
          setEnds([from, to]);
          onRange(from === 0 && to === steps ? null : [valueAt(from), valueAt(to)]);
        }}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb
          className="slider-thumb"
          aria-label={`Lowest ${title} that is not dimmed`}
          aria-valuetext={nats(valueAt(ends[0]))}
        />
        <Slider.Thumb
          className="slider-thumb"
          aria-label={`Highest ${title} that is not dimmed`}
          aria-valuetext={nats(valueAt(ends[1]))}
        />
      </Slider.Root>
      <div className="legend-ends">
        <span>
          {nats(valueAt(ends[0]))}
          {ends[0] === 0 && ' or less'}
        </span>
        <span>
          {nats(valueAt(ends[1]))}
          {ends[1] === steps && ' or more'}
        </span>
      </div>
      {unknown > 0 && <p className="legend-note">{count(unknown)} points have no value: grey.</p>}
    </div>
  );
}

function toSteps(range: readonly [number, number] | null, low: number, width: number): [number, number] {
  if (range === null) return [0, steps];
  const step = (value: number) => Math.min(steps, Math.max(0, Math.round(((value - low) / width) * steps)));
  return [step(range[0]), step(range[1])];
}
