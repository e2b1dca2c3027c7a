import { z } from 'zod';
import { foreignColumn, type ForeignColumn } from '../../../core/formats/foreign-table';

const features = z.object({
  info: z.object({ features: z.record(z.string(), z.unknown()) }),
});
const classLabel = z.object({ _type: z.literal('ClassLabel'), names: z.array(z.string()).min(1) });

/** By column, the names of the classes whose numbers it holds, as Hugging Face keeps them in a Parquet file. */
export function classNamesIn(
  metadata: readonly { key: string; value?: string | undefined }[] | undefined,
): ReadonlyMap<string, readonly string[]> {
  const text = metadata?.find(({ key }) => key === 'huggingface')?.value;
  const read = features.safeParse(text === undefined ? undefined : parsed(text));
  const found = new Map<string, readonly string[]>();
  for (const [name, feature] of Object.entries(read.data?.info.features ?? {})) {
    const label = classLabel.safeParse(feature);
    if (label.success) found.set(name, label.data.names);
  }
  return found;
}

/** A column of the names of the classes of another, called `label_name` beside `label`; none when a number has no name. */
export function namedClasses({ name, numbers }: ForeignColumn, classes: readonly string[]): ForeignColumn[] {
  // -1 stands for no label there.
  const isKnown = (value: number): boolean =>
    Number.isNaN(value) || value === -1 || classes[value] !== undefined;
  if (numbers?.every(isKnown) !== true) return [];
  return [
    foreignColumn(
      `${name}_name`,
      Array.from(numbers, (value) => classes[value] ?? ''),
    ),
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
