import { useEffect, useRef } from 'react';
import { categoricalCss } from '../../scene/palette';
import { useReducedMotion } from '../use-appearance';
import { turnCloud } from './turning-cloud';

/** Of the ten classes of Fashion-MNIST, as the legend of the starter map has them. */
const colours = Array.from({ length: 10 }, (_, index) => categoricalCss(index));

/** The starter's map, turning slowly behind the welcome page; it stands still where less motion is asked for. */
export function WelcomeMap() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const still = useReducedMotion();
  useEffect(() => {
    if (canvas.current === null) return undefined;
    return turnCloud({ canvas: canvas.current, colours, still });
  }, [still]);
  return <canvas ref={canvas} className="welcome-map" data-testid="welcome-map" aria-hidden="true" />;
}
