import { useId, useState } from 'react';
import type { DataOptions, DatasetSummary, LabelSource } from '../../../contract/dataset';
import { SegmentedField } from '../controls';
import { SelectField } from './select-field';

interface Props {
  summary: DatasetSummary;
  change: (options: DataOptions) => void;
}

const FOLDERS = 'folders';
const NAMES = 'names';
const USUAL_PATTERN = '{label}_*';

/** Where the labels come from, where there is more than the folders. */
export function LabelsField({ summary, change }: Props) {
  const { labels = { from: 'folders' } } = summary.options;
  const { labelFiles, namePattern } = summary.choices;
  const files = new Set(labels.from === 'file' ? [labels.path, ...labelFiles] : labelFiles);
  const options = [
    { value: FOLDERS, text: 'The folders' },
    { value: NAMES, text: 'The file names' },
    ...[...files].map((file) => ({ value: `file:${file}`, text: `The table ${file}` })),
  ];
  const value = labels.from === 'file' ? `file:${labels.path}` : labels.from;
  // Classes that were left out may not be there by other labels.
  const choose = (next: LabelSource): void => change({ labels: next, without: [], splits: undefined });
  return (
    <>
      <SelectField
        label="Labels from"
        value={value}
        options={options}
        onChange={(chosen) => {
          if (chosen === FOLDERS) choose({ from: 'folders' });
          else if (chosen === NAMES) choose({ from: 'names', pattern: namePattern ?? USUAL_PATTERN });
          else choose({ from: 'file', path: chosen.slice('file:'.length) });
        }}
      />
      {labels.from === 'names' && (
        <Pattern
          key={labels.pattern}
          pattern={labels.pattern}
          onChange={(pattern) => choose({ from: 'names', pattern })}
        />
      )}
    </>
  );
}

function Pattern({ pattern, onChange }: { pattern: string; onChange: (pattern: string) => void }) {
  const id = useId();
  const [text, setText] = useState(pattern);
  const isWhole = text.split('{label}').length === 2;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        Pattern of the names
      </label>
      <input
        id={id}
        className="input"
        autoComplete="off"
        spellCheck={false}
        value={text}
        aria-invalid={!isWhole}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          if (isWhole && text !== pattern) onChange(text);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      <span id={`${id}-hint`} className={isWhole ? 'field-hint' : 'field-error'}>
        {isWhole ? '# stands for digits, * for anything' : 'It must hold {label} once.'}
      </span>
    </div>
  );
}

/** Whether the data's own split is taken, where there is one. */
export function SplitsField({ summary, change }: Props) {
  const { parts, partsInTable } = summary.choices;
  const { splits = 'drawn' } = summary.options;
  if (parts.length === 0 && !partsInTable) return null;
  return (
    <SegmentedField
      label="Training and testing"
      value={splits}
      options={[
        { value: 'given', text: 'As given', hint: 'By the folders, or a column of the table' },
        { value: 'drawn', text: 'Drawn', hint: 'A share of each class, by the seed' },
      ]}
      onChange={(chosen) => change({ splits: chosen })}
    />
  );
}

/** Whether every page of a file is an image, where some have several. */
export function PagesField({ summary, change }: Props) {
  const { pages = 'first' } = summary.options;
  const { manyPages } = summary.choices;
  if (pages === 'first' && (manyPages ?? 0) === 0) return null;
  return (
    <SegmentedField
      label="Pages or frames"
      value={pages}
      options={[
        { value: 'first', text: 'The first' },
        { value: 'all', text: 'Each an image' },
      ]}
      onChange={(chosen) => change({ pages: chosen })}
    />
  );
}
