import type { DatasetSummary } from '../../../contract/dataset';
import { count } from '../format';

/** The classes, each with how many images it has. */
export function ClassBars({ summary }: { summary: DatasetSummary }) {
  const { classes } = summary;
  if (classes.length === 0)
    return <p className="preview-plain">No subfolders, so the images have no labels.</p>;
  const largest = Math.max(...classes.map((one) => one.train + one.test), 1);
  return (
    <div className="class-list" role="region" aria-label="Classes" tabIndex={0}>
      {classes.map(({ name, train, test }) => (
        <div key={name} className="class-row" title={`${name}: ${count(train)} train, ${count(test)} test`}>
          <span className="class-name">{name}</span>
          <span className="class-bar" aria-hidden="true">
            <i style={{ transform: `scaleX(${(train + test) / largest})` }} />
          </span>
          <span className="class-count">{count(train + test)}</span>
        </div>
      ))}
    </div>
  );
}
