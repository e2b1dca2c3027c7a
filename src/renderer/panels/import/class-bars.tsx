import type { DatasetSummary } from '../../../contract/dataset';
import { setPreviewOptions } from '../../store/images/folder-preview';
import { useAtelier, useAtelierState } from '../atelier-context';
import { count } from '../format';

const none: readonly string[] = [];

/** The classes, each with how many images it has; one that is unticked is left out. */
export function ClassBars({ summary }: { summary: DatasetSummary }) {
  const atelier = useAtelier();
  const { classes, choices } = summary;
  const without = useAtelierState((state) => state.data.preview?.options.without) ?? none;
  const out = choices.without.filter(({ count: n }) => n > 0);
  if (classes.length === 0 && out.length === 0)
    return <p className="preview-plain">No subfolders, so the images have no labels.</p>;
  const largest = Math.max(...classes.map((one) => one.train + one.test), 1);
  // A tick shows at once; the counts follow when the folder has been looked at again.
  const isUsed = (name: string): boolean => !without.includes(name);
  const isLast = classes.filter(({ name }) => isUsed(name)).length === 1;
  const use = (name: string) => {
    const others = without.filter((other) => other !== name);
    setPreviewOptions(atelier, { without: isUsed(name) ? [...others, name] : others });
  };
  return (
    <div className="class-list" role="region" aria-label="Classes" tabIndex={0}>
      {classes.map(({ name, train, test }) => (
        <label key={name} className="class-row" title={`${name}: ${count(train)} train, ${count(test)} test`}>
          <input
            type="checkbox"
            checked={isUsed(name)}
            disabled={isLast && isUsed(name)}
            aria-label={`Use ${name}`}
            onChange={() => use(name)}
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
            checked={isUsed(name)}
            aria-label={`Use ${name}`}
            onChange={() => use(name)}
          />
          <span className="class-name">{name}</span>
          <span className="class-bar" aria-hidden="true" />
          <span className="class-count">{count(n)}</span>
        </label>
      ))}
    </div>
  );
}
