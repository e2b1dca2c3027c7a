import 'uplot/dist/uPlot.min.css';
import { Slider } from 'radix-ui';
import { useEffect, useRef } from 'react';
import { setChart } from '../../store/session/settings';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Hint } from '../controls';
import { useShownTheme } from '../use-appearance';
import { LossPlots } from './loss-plots';
import { fixed } from '../format';

const MOST_SMOOTHING = 0.98;

/** Losses over the steps: total and reconstruction, KL on its own scale, the norm of the gradient; training and test. */
export function LossChart() {
  const { store } = useAtelier();
  const theme = useShownTheme();
  const curve = useAtelierState((state) => state.training.curve);
  const hasLosses = useAtelierState(
    ({ training }) => training.curve.steps.length + training.curve.test.length > 0,
  );
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const plots = new LossPlots(element, curve, store.getState().settings.chart);
    // Progress comes several times a second: the plots are told, React is not.
    const ends = [
      store.subscribe(
        (state) => state.training,
        () => plots.refresh(),
      ),
      store.subscribe(
        (state) => state.settings.chart,
        (chart) => plots.set(chart),
      ),
    ];
    return () => {
      ends.forEach((end) => end());
      plots.dispose();
    };
    // The plots take their colours from the page when they are made.
  }, [store, curve, theme, hasLosses]);
  return (
    <section className="block" aria-label="Losses">
      <h3>
        Loss <span className="unit">nats per image</span>
        <span className="line-keys" aria-hidden="true">
          <i className="line-key" /> train <i className="line-key line-key-test" /> test
        </span>
      </h3>
      <ChartControls />
      {hasLosses ? (
        <div ref={holder} className="loss-chart" data-testid="loss-chart" />
      ) : (
        <p className="loss-chart-empty">The curves begin with the first steps.</p>
      )}
    </section>
  );
}

function ChartControls() {
  const atelier = useAtelier();
  const { log, smoothing } = useAtelierState((state) => state.settings.chart);
  return (
    <div className="chart-controls">
      <Hint text="Equal distances are equal ratios: late, small gains stay in sight.">
        <button
          type="button"
          className="toggle"
          aria-pressed={log}
          onClick={() => setChart(atelier, { log: !log })}
        >
          Log scale
        </button>
      </Hint>
      <Hint text="A running mean of the training losses over the reported steps. Test values are never smoothed.">
        <span className="chart-smoothing">
          <span aria-hidden="true">Smoothing</span>
          <Slider.Root
            className="slider"
            min={0}
            max={MOST_SMOOTHING}
            step={0.02}
            value={[smoothing]}
            onValueChange={([value]) => value !== undefined && setChart(atelier, { smoothing: value })}
          >
            <Slider.Track className="slider-track">
              <Slider.Range className="slider-range" />
            </Slider.Track>
            <Slider.Thumb className="slider-thumb" aria-label="Smoothing" />
          </Slider.Root>
          <output>{smoothing === 0 ? 'off' : fixed(smoothing, 2)}</output>
        </span>
      </Hint>
    </div>
  );
}
