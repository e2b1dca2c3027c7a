import { columnGroups, type ColumnGroup } from '../../../contract/export';
import type { Embedding, LatentMap } from '../../../contract/space';

/** A group of columns as the dialog offers it. */
export interface ColumnChoice {
  group: ColumnGroup;
  name: string;
  text: string;
}

/** The groups of columns that an embedding has, in the order of its table. */
export function columnChoices(embedding: Embedding, map: LatentMap | null): ColumnChoice[] {
  const { n, latent, labels, files, columns = [], logvar, bce } = embedding;
  const labelled = labels.some((label) => label >= 0);
  const last = latent - 1;
  const others = columns.map(({ name }) => name).join(', ');
  const texts: Record<ColumnGroup, [has: boolean, name: string, text: string]> = {
    index: [true, 'index', 'Number of the image, from 0'],
    split: [true, 'split', 'train or test'],
    label: [labelled, 'label', 'Number of the class'],
    label_name: [labelled, 'label_name', 'Name of the class'],
    file: [files.length === n, 'file', 'Path of the image file'],
    other: [columns.length > 0, others, 'What the data brought along'],
    mu: [true, `mu_0 … mu_${last}`, 'Mean of the posterior'],
    logvar: [
      !logvar.every(Number.isNaN),
      `logvar_0 … logvar_${last}`,
      'Logarithm of the posterior’s variance',
    ],
    map: [map?.n === n, map?.dims === 2 ? 'x, y' : 'x, y, z', 'Place in the map'],
    bce: [!bce.every(Number.isNaN), 'bce', 'Reconstruction error, nats'],
    kl: [!bce.every(Number.isNaN), 'kl', 'Divergence from the prior, nats'],
    distortion: [
      map?.n === n && !map.distortion.every(Number.isNaN),
      'distortion',
      'Share of the nearest that the map lost',
    ],
  };
  return columnGroups.flatMap((group) => {
    const [has, name, text] = texts[group];
    return has ? [{ group, name, text }] : [];
  });
}
