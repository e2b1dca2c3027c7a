import { chooseImages } from '../folder-preview';
import { exportEmbedding, exportGrid } from '../export';
import type { Action } from './action';
import { needsImages } from './requirements';

/** Ways in for image files, and ways out for what was made of them. */
export const exportActions: readonly Action[] = [
  {
    id: 'choose-image-files',
    title: 'Choose Image Files…',
    group: 'Session',
    run: (atelier) => chooseImages(atelier, 'files'),
  },
  {
    id: 'open-embeddings',
    title: 'Open Embeddings From Elsewhere…',
    group: 'Session',
    run: (atelier) => chooseImages(atelier, 'vectors'),
  },
  {
    id: 'show-export',
    title: 'Export…',
    group: 'Session',
    whyNot: needsImages,
    run: ({ store }) => store.setState({ dialog: 'export' }),
  },
  {
    id: 'export-npy',
    title: 'Export NumPy Array…',
    group: 'Session',
    whyNot: needsImages,
    run: (atelier) => exportEmbedding(atelier, 'npy'),
  },
  {
    id: 'export-parquet',
    title: 'Export Parquet…',
    group: 'Session',
    whyNot: needsImages,
    run: (atelier) => exportEmbedding(atelier, 'parquet'),
  },
  {
    id: 'export-projector',
    title: 'Export for the Embedding Projector…',
    group: 'Session',
    whyNot: needsImages,
    run: (atelier) => exportEmbedding(atelier, 'projector'),
  },
  {
    id: 'export-images',
    title: 'Export Images…',
    group: 'Session',
    whyNot: needsImages,
    run: (atelier) => exportGrid(atelier, 'originals'),
  },
];
