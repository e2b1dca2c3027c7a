import { useState } from 'react';
import { dataOptions } from '../../contract/dataset';
import { NumberField } from './training/number-field';

const schema = dataOptions.shape.side.unwrap();
const [SMALLEST, LARGEST] = [schema.minValue ?? 0, schema.maxValue ?? 0];

/** The side of the square images; told when the field is left, if the network can have it. */
export function SideField({ side, onChange }: { side: number; onChange: (side: number) => void }) {
  const [text, setText] = useState(String(side));
  const read = schema.safeParse(text.trim() === '' ? Number.NaN : Number(text));
  return (
    <NumberField
      label="Side, pixels"
      hint={`${SMALLEST} to ${LARGEST}`}
      value={text}
      error={read.success ? undefined : `A whole number from ${SMALLEST} to ${LARGEST}.`}
      onChange={setText}
      onCommit={() => {
        if (read.success && read.data !== side) onChange(read.data);
      }}
    />
  );
}
