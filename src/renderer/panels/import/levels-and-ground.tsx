import { z } from 'zod';
import type { DataOptions, DatasetSummary, LevelRange } from '../../../contract/dataset';
import type { FolderPreview } from '../../store/images/data-state';
import { SettledNumber } from '../settled-number';
import { SelectField } from './select-field';

interface Props {
  preview: FolderPreview;
  summary: DatasetSummary;
  change: (options: DataOptions) => void;
}

const LEVELS = [
  { value: 'stored', text: 'As stored' },
  { value: 'file', text: 'Each file’s range' },
  { value: 'percentile', text: '0.1 to 99.9 % of a sample' },
  { value: 'numbers', text: 'Two numbers' },
] as const;
const EIGHT_BITS: LevelRange = { low: 0, high: 255 };
const level = z.number();

/** Which numbers of the files become black and white. */
export function LevelsFields({ preview, summary, change }: Props) {
  const found = summary.options.levels ?? 'stored';
  const numbers = typeof found === 'object' ? found : EIGHT_BITS;
  // Where nothing was chosen, numbers were found by a sample.
  const asked = preview.options.levels ?? (typeof found === 'object' ? 'percentile' : found);
  const value = typeof asked === 'object' ? 'numbers' : asked;
  return (
    <>
      <SelectField
        label="Levels"
        value={value}
        options={LEVELS}
        hint={
          typeof found === 'object'
            ? `black from ${shown(found.low)}, white to ${shown(found.high)}`
            : 'what becomes black and white'
        }
        onChange={(chosen) => change({ levels: chosen === 'numbers' ? numbers : chosen })}
      />
      {typeof asked === 'object' && (
        <>
          <SettledNumber
            label="Black from"
            hint="a number of the files"
            value={asked.low}
            schema={level.lt(asked.high)}
            error={`A number below ${shown(asked.high)}.`}
            onChange={(low) => change({ levels: { ...asked, low } })}
          />
          <SettledNumber
            label="White to"
            hint="a number of the files"
            value={asked.high}
            schema={level.gt(asked.low)}
            error={`A number above ${shown(asked.low)}.`}
            onChange={(high) => change({ levels: { ...asked, high } })}
          />
        </>
      )}
    </>
  );
}

const shown = (value: number): string => String(Number(value.toPrecision(6)));

const GROUNDS = [
  { value: 'black', text: 'Black' },
  { value: 'white', text: 'White' },
  { value: 'colour', text: 'A colour' },
] as const;
const FIRST_COLOUR = '#808080';

/** What is behind transparent pixels and around padded images. */
export function GroundField({ preview, change }: Omit<Props, 'summary'>) {
  const { ground = 'black' } = preview.options;
  const value = ground === 'black' || ground === 'white' ? ground : 'colour';
  return (
    <>
      <SelectField
        label="Ground"
        value={value}
        options={GROUNDS}
        hint="behind what is transparent, around what is padded"
        onChange={(chosen) => change({ ground: chosen === 'colour' ? FIRST_COLOUR : chosen })}
      />
      {value === 'colour' && (
        <label className="field">
          <span className="field-label">Colour of the ground</span>
          <input
            type="color"
            className="input"
            defaultValue={ground}
            onBlur={(event) => {
              if (event.target.value !== ground) change({ ground: event.target.value });
            }}
          />
        </label>
      )}
    </>
  );
}
