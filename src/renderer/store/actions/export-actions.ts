import { chooseImages } from '../images/folder-preview';
import type { EmbeddingFormat, GridContent } from '../../../contract/export';
import { exportEmbedding, exportGrid } from '../images/export';
import type { Action } from './action';
import { needsImages, notWhileTraining } from './requirements';

function formatAction(format: EmbeddingFormat, name: string): Action {
  return {
    id: `export-${format}`,
    title: `Export ${name}…`,
    group: 'Session',
    whyNot: needsImages,
    run: (atelier) => exportEmbedding(atelier, format),
  };
}

function gridAction(id: string, title: string, what: GridContent): Action {
  return { id, title, group: 'Session', whyNot: needsImages, run: (atelier) => exportGrid(atelier, what) };
}

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
    id: 'open-weights',
    title: 'Open Weights of PyTorch…',
    group: 'Session',
    whyNot: notWhileTraining,
    run: (atelier) => chooseImages(atelier, 'weights'),
  },
  {
    id: 'show-export',
    title: 'Export…',
    group: 'Session',
    whyNot: needsImages,
    run: ({ store }) => store.setState({ dialog: 'export' }),
  },
  formatAction('npy', 'NumPy Array'),
  formatAction('parquet', 'Parquet'),
  formatAction('projector', 'for the Embedding Projector'),
  gridAction('export-images', 'Export Images…', 'originals'),
  gridAction('export-reconstructions', 'Export Reconstructions…', 'reconstructions'),
  gridAction('export-both', 'Export Images Beside Their Reconstructions…', 'both'),
];
