import type { DatasetSummary, ImageSizes } from '../../../contract/dataset';
import { count, plural } from '../format';

/** How many images there are, of which formats and sizes, and how they are divided. */
export function Facts({ summary }: { summary: DatasetSummary }) {
  const { train, test, classes, leftOut, notes, formats, sizes, cached, whole } = summary;
  const cells = [
    [count(train + test), 'images'],
    [`${count(train)} + ${count(test)}`, 'train + test'],
    [classes.length === 0 ? 'none' : count(classes.length), classes.length === 1 ? 'class' : 'classes'],
    [count(leftOut.length), 'left out'],
  ] as const;
  const said = [
    formats.length === 0 ? null : `${formats.map(({ name, count: n }) => `${count(n)} ${name}`).join(', ')}.`,
    sizes === null ? null : sizesInWords(sizes, train + test),
    cached === 0 ? null : `The pixels of ${plural(cached, 'image', 'images')} were kept from last time.`,
    ...notes,
  ].filter((text) => text !== null);
  return (
    <>
      <dl className="counts" data-whole={whole}>
        {cells.map(([value, name]) => (
          <div key={name}>
            <dd>{value}</dd>
            <dt>{name}</dt>
          </div>
        ))}
      </dl>
      <ul className="preview-notes">
        {said.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}

function sizesInWords({ of, smallest, median, largest }: ImageSizes, images: number): string {
  const text = ({ width, height }: ImageSizes['median']): string => `${width} × ${height}`;
  const sample = of < images ? ` (of ${count(of)} looked at)` : '';
  if (text(smallest) === text(largest)) return `All are ${text(median)} pixels${sample}.`;
  return `From ${text(smallest)} to ${text(largest)} pixels, half of them ${text(median)} or more${sample}.`;
}
