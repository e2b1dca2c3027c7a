import { CircleHelp } from 'lucide-react';
import { useId } from 'react';
import { Hint } from '../controls';

interface NumberFieldProps {
  label: string;
  hint: string;
  /** A longer explanation, beside the label. */
  help?: string | undefined;
  value: string;
  error: string | undefined;
  /** What is possible, but seldom wise, and why; in place of the hint. */
  advice?: string | undefined;
  placeholder?: string | undefined;
  onChange: (text: string) => void;
  /** The field is left, or Enter pressed. */
  onCommit?: () => void;
}

/** A number in a form: what it is above, what it does below, or what is wrong with it. */
export function NumberField({
  label,
  hint,
  help,
  value,
  error,
  advice,
  placeholder,
  onChange,
  onCommit,
}: NumberFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <div className="field-head">
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
        {help !== undefined && (
          <Hint text={help}>
            <button type="button" className="field-help" aria-label={`About ${label}`}>
              <CircleHelp aria-hidden="true" />
            </button>
          </Hint>
        )}
      </div>
      <input
        id={id}
        className="input"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        value={value}
        placeholder={placeholder}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onCommit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && onCommit !== undefined) event.currentTarget.blur();
        }}
      />
      <span
        id={`${id}-hint`}
        className={error !== undefined ? 'field-error' : advice !== undefined ? 'field-advice' : 'field-hint'}
      >
        {error ?? advice ?? hint}
      </span>
    </div>
  );
}
