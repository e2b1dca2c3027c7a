import path from 'node:path';
import type { EmbeddingFormat } from '../contract/export';
import type { WindowHandlers } from '../contract/window-calls';
import type { WindowServices } from './window-services';

type ExportHandlers = Pick<
  WindowHandlers,
  'export.csv' | 'export.embedding' | 'export.grid' | 'export.report' | 'export.cancel'
>;

interface FileKind {
  title: string;
  suggested: string;
  type: { name: string; extensions: string[] };
}

const CSV = { name: 'Comma-separated values', extensions: ['csv'] };

const EMBEDDINGS: Record<EmbeddingFormat, FileKind> = {
  csv: { title: 'Export CSV', suggested: 'latent-atelier-embeddings.csv', type: CSV },
  npy: {
    title: 'Export NumPy Array',
    suggested: 'latent-atelier-mu.npy',
    type: { name: 'NumPy array', extensions: ['npy'] },
  },
  parquet: {
    title: 'Export Parquet',
    suggested: 'latent-atelier-embeddings.parquet',
    type: { name: 'Apache Parquet', extensions: ['parquet'] },
  },
  projector: {
    title: 'Export for the Embedding Projector',
    suggested: 'latent-atelier-projector.tsv',
    type: { name: 'Tab-separated values', extensions: ['tsv'] },
  },
};

const GRID: FileKind = {
  title: 'Export Images',
  suggested: 'latent-atelier-images.png',
  type: { name: 'PNG picture', extensions: ['png'] },
};
const REPORT: FileKind = { title: 'Save Report', suggested: 'files-left-out.csv', type: CSV };

/** The calls by which numbers and pictures go out: the user says where to, the engine writes. */
export function exportHandlers({ engine, dialogs, documentsFolder }: WindowServices): ExportHandlers {
  const place = ({ title, suggested, type }: FileKind): Promise<string | null> =>
    dialogs.chooseSaveFile(title, path.join(documentsFolder, suggested), type);
  return {
    'export.csv': async (input) => {
      const file = await place(EMBEDDINGS.csv);
      return file === null ? null : engine.call('export.csv', { ...input, path: file });
    },
    'export.embedding': async (input) => {
      const file = await place(EMBEDDINGS[input.format]);
      return file === null ? null : engine.call('export.embedding', { ...input, path: file });
    },
    'export.grid': async (input) => {
      const file = await place(GRID);
      return file === null ? null : engine.call('export.grid', { ...input, path: file });
    },
    'export.report': async (input) => {
      const file = await place(REPORT);
      return file === null ? null : engine.call('export.report', { ...input, path: file });
    },
    'export.cancel': (input) => engine.call('export.cancel', input),
  };
}
