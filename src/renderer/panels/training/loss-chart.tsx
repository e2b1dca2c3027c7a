import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import { useAtelier, useAtelierState } from '../atelier-context';
import { useShownTheme } from '../use-theme';
import { LossPlots } from './loss-plots';

/** Losses over the steps: total and reconstruction above, KL on its own scale below; training and test. */
export function LossChart() {
  const { store } = useAtelier();
  const theme = useShownTheme();
  const curve = useAtelierState((state) => state.training.curve);
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const plots = new LossPlots(element, curve);
    // Progress comes several times a second: the plots are told, React is not.
    const end = store.subscribe(
      (state) => state.training,
      () => plots.refresh(),
    );
    return () => {
      end();
      plots.dispose();
    };
    // The plots take their colours from the page when they are made.
  }, [store, curve, theme]);
  return (
    <section className="block" aria-label="Losses">
      <h3>
        Loss <span className="unit">nats per image</span>
        <span className="line-keys" aria-hidden="true">
          <i className="line-key" /> train <i className="line-key line-key-test" /> test
        </span>
      </h3>
      <div ref={holder} className="loss-chart" data-testid="loss-chart" />
    </section>
  );
}
