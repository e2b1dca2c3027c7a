import { useId } from 'react';

interface NumberFieldProps {
  label: string;
  /** What the number may be, in short. */
  limits?: string;
  hint: string;
  value: string;
  error: string | undefined;
  placeholder?: string | undefined;
  onChange: (text: string) => void;
  /** The field is left, or Enter pressed. */
  onCommit?: () => void;
}

/** A number in a form: what it is above, what it does below, or what is wrong with it. */
export function NumberField({
  label,
  limits,
  hint,
  value,
  error,
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
        {limits !== undefined && <span className="field-limits">{limits}</span>}
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
      <span id={`${id}-hint`} className={error === undefined ? 'field-hint' : 'field-error'}>
        {error ?? hint}
      </span>
    </div>
  );
}
