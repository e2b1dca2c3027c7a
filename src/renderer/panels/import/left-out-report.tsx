import { Download } from 'lucide-react';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import type { LeftOut } from '../../../contract/dataset';
import { exportReport } from '../../store/images/export';
import { useAtelier } from '../atelier-context';
import { count, plural } from '../format';

/** More lines than anyone reads: the others are found by the filter, and all of them are in the file. */
const MOST_LINES = 200;
const MOST_REASONS = 6;

/** The files that were left out, each with its reason: counted by reason, filtered, saved as CSV; `isOpen` at first. */
export function LeftOutReport({ files, isOpen = false }: { files: readonly LeftOut[]; isOpen?: boolean }) {
  const atelier = useAtelier();
  const [text, setText] = useState('');
  const query = useDeferredValue(text.trim().toLowerCase());
  const id = useId();
  const found = useMemo(
    () =>
      query === ''
        ? files
        : files.filter(
            ({ file, reason }) => file.toLowerCase().includes(query) || reason.toLowerCase().includes(query),
          ),
    [files, query],
  );
  const reasons = useMemo(() => reasonsOf(files), [files]);
  if (files.length === 0) return null;
  return (
    <details className="left-out" data-testid="left-out" open={isOpen}>
      <summary>{plural(files.length, 'file', 'files')} left out</summary>
      <div className="left-out-tools">
        <label htmlFor={id} className="visually-hidden">
          Filter the files left out
        </label>
        <input
          id={id}
          className="input"
          type="search"
          placeholder="Filter by name or reason"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button
          type="button"
          className="button button-small"
          onClick={() => void exportReport(atelier, found)}
        >
          <Download aria-hidden="true" /> Save {query === '' ? 'all' : count(found.length)} as CSV
        </button>
      </div>
      {reasons.length > 1 && (
        <ul className="left-out-reasons" aria-label="Reasons">
          {reasons.slice(0, MOST_REASONS).map(([reason, n]) => (
            <li key={reason}>
              <button type="button" className="chip" onClick={() => setText(reason)}>
                {count(n)} {reason}
              </button>
            </li>
          ))}
          {reasons.length > MOST_REASONS && (
            <li className="left-out-more">
              and {plural(reasons.length - MOST_REASONS, 'rarer reason', 'rarer reasons')}
            </li>
          )}
        </ul>
      )}
      <ul className="left-out-list" tabIndex={0} aria-label="Files left out">
        {found.slice(0, MOST_LINES).map(({ file, reason }) => (
          <li key={file}>
            <span className="path" title={file}>
              {file}
            </span>
            <span>{reason}</span>
          </li>
        ))}
        {found.length > MOST_LINES && (
          <li className="left-out-more">
            {count(found.length - MOST_LINES)} more: filter for them, or save all as CSV.
          </li>
        )}
      </ul>
    </details>
  );
}

/** The reasons by how often they come; what a decoder said in brackets differs from file to file. */
function reasonsOf(files: readonly LeftOut[]): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { reason } of files) {
    const plain = reason.replace(/ \(.*$/s, '');
    counts.set(plain, (counts.get(plain) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
