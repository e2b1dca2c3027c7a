import type { Embedding } from '../contract/space';

/** How many of the images the model was trained on; `perhaps`: an older run notes only that they were among its own. */
export interface InTraining {
  yes: number;
  perhaps: number;
}

/** Of images that are not the run's own test set. */
export function inTrainingOf({ columns }: Pick<Embedding, 'columns'>): InTraining {
  const column = columns?.find(({ name }) => name === 'in_training');
  const count = (value: string): number =>
    column?.kind === 'text' ? column.values.filter((each) => each === value).length : 0;
  return { yes: count('yes'), perhaps: count('maybe') };
}

/** What a person must know of such images before believing a figure. */
export function inTrainingLines({ yes, perhaps }: InTraining, n: number): string[] {
  return [
    ...(yes === 0 ? [] : [`The model was trained on ${yes} of these ${n} images (column in_training).`]),
    ...(perhaps === 0
      ? []
      : [
          `${perhaps} of these ${n} images were among those of the run, which does not note whether it was trained on them.`,
        ]),
  ];
}
