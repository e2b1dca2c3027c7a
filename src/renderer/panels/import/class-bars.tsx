import type { DatasetSummary } from '../../../contract/dataset';
import { setPreviewOptions } from '../../store/images/folder-preview';
import { useAtelier } from '../atelier-context';
import { count } from '../format';

/** The classes, each with how many images it has; one that is unticked is left out. */
export function ClassBars({ summary }: { summary: DatasetSummary }) {
  const atelier = useAtelier();
  const { classes, choices } = summary;
  const out = choices.without.filter(({ count: n }) => n > 0);
  if (classes.length === 0 && out.length === 0)
    return <p className="preview-plain">No subfolders, so the images have no labels.</p>;
  const largest = Math.max(...classes.map((one) => one.train + one.test), 1);
  const names = out.map(({ name }) => name);
  const isLast = classes.length === 1;
  return (
    <div className="class-list" role="region" aria-label="Classes" tabIndex={0}>
      {classes.map(({ name, train, test }) => (
        <label key={name} className="class-row" title={`${name}: ${count(train)} train, ${count(test)} test`}>
          <input
            type="checkbox"
            checked
            disabled={isLast}
            aria-label={`Use ${name}`}
            onChange={() => setPreviewOptions(atelier, { without: [...names, name] })}
          />
          <span className="class-name">{name}</span>
          <span className="class-bar" aria-hidden="true">
            <i style={{ transform: `scaleX(${(train + test) / largest})` }} />
          </span>
          <span className="class-count">{count(train + test)}</span>
        </label>
      ))}
      {out.map(({ name, count: n }) => (
        <label key={name} className="class-row class-out" title={`${name} is left out`}>
          <input
            type="checkbox"
            checked={false}
            aria-label={`Use ${name}`}
            onChange={() => setPreviewOptions(atelier, { without: names.filter((other) => other !== name) })}
          />
          <span className="class-name">{name}</span>
          <span className="class-bar" aria-hidden="true" />
          <span className="class-count">{count(n)}</span>
        </label>
      ))}
    </div>
  );
}
