import { noChoices, noDuplicates, type DatasetSummary } from '../../contract/dataset';

/** Of Fashion-MNIST, cut to two classes. */
export function summary(changes: Partial<DatasetSummary> = {}): DatasetSummary {
  return {
    source: { kind: 'fashion-mnist' },
    name: 'Fashion-MNIST',
    train: 60_000,
    test: 10_000,
    side: 28,
    channels: 1,
    classes: [
      { name: 'Coat', train: 30_000, test: 5000 },
      { name: 'Bag', train: 30_000, test: 5000 },
    ],
    leftOut: [],
    notes: [],
    parameterCount: 807_025,
    whole: true,
    formats: [],
    sizes: null,
    samples: { n: 0, side: 28, channels: 1, labels: new Int32Array(), pixels: new Uint8Array() },
    options: { side: 28, channels: 1 },
    choices: noChoices,
    duplicates: noDuplicates,
    cached: 0,
    ...changes,
  };
}
