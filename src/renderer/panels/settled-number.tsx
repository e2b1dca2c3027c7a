import { useState } from 'react';
import type { ZodNumber } from 'zod';
import { NumberField } from './training/number-field';

interface SettledNumberProps {
  label: string;
  hint: string;
  value: number;
  schema: ZodNumber;
  /** What is wrong with any other number. */
  error: string;
  /** A person reads and writes so many times the number; 100 for a share in per cent. */
  times?: number;
  onChange: (value: number) => void;
}

/** A number that is told when its field is left, if it is another and can be had. */
export function SettledNumber(props: SettledNumberProps) {
  // A number that came from elsewhere takes the place of what was typed.
  return <Typed key={props.value} {...props} />;
}

function Typed({ label, hint, value, schema, error, times = 1, onChange }: SettledNumberProps) {
  const [text, setText] = useState(String(Math.round(value * times * 1000) / 1000));
  const read = schema.safeParse(text.trim() === '' ? Number.NaN : Number(text) / times);
  return (
    <NumberField
      label={label}
      hint={hint}
      value={text}
      error={read.success ? undefined : error}
      onChange={setText}
      onCommit={() => {
        if (read.success && read.data !== value) onChange(read.data);
      }}
    />
  );
}
