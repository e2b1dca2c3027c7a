import { Progress as Bar } from 'radix-ui';
import type { Progress } from '../store/progress';
import { percent } from './format';

interface ProgressBarProps {
  /** What it is of, for screen readers. */
  name: string;
  /** From 0 to 1; null while that is not known. */
  fraction: number | null;
  className?: string;
}

export function ProgressBar({ name, fraction, className = '' }: ProgressBarProps) {
  return (
    <Bar.Root
      className={`progress ${className}`}
      value={fraction === null ? null : Math.round(fraction * 100)}
      aria-label={name}
    >
      <Bar.Indicator className="progress-bar" style={{ transform: `scaleX(${fraction ?? 0})` }} />
    </Bar.Root>
  );
}

interface CancellableProps {
  progress: Progress;
  /** What is under way, in a word: "export". */
  of: string;
  onCancel: () => void;
}

/** Something that takes a while: what it does, how far it is, and a way to end it. */
export function Cancellable({ progress: { text, fraction }, of, onCancel }: CancellableProps) {
  return (
    <div className="cancellable">
      <span className="cancellable-text">
        {text}
        {fraction !== null && ` ${percent(fraction)}`}
      </span>
      <ProgressBar name={`Progress of the ${of}`} fraction={fraction} className="progress-thin" />
      <button
        type="button"
        className="button button-small"
        aria-label={`Cancel the ${of}`}
        onClick={onCancel}
      >
        Cancel
      </button>
    </div>
  );
}
