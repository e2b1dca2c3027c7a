import path from 'node:path';
import type { PathFormat } from '../contract/latent';
import type { WindowHandlers } from '../contract/window-calls';
import type { WindowServices } from './window-services';

const formats: Record<PathFormat, { title: string; type: string }> = {
  gif: { title: 'Export Path as GIF', type: 'Animated GIF' },
  png: { title: 'Export Path as Strip', type: 'PNG picture' },
  csv: { title: 'Export Path as CSV', type: 'Comma-separated values' },
};

type LatentHandlers = Pick<
  WindowHandlers,
  'space.locate' | 'space.decodePlace' | 'space.samples' | 'space.stopSamples' | 'export.path'
>;

/** The latent tools' calls: the engine does all of them, after the user has said where to write to. */
export function latentHandlers({
  engine,
  dialogs,
  documentsFolder,
}: Pick<WindowServices, 'engine' | 'dialogs' | 'documentsFolder'>): LatentHandlers {
  return {
    'space.locate': (input) => engine.call('space.locate', input),
    'space.decodePlace': (input) => engine.call('space.decodePlace', input),
    'space.samples': (input) => engine.call('space.samples', input),
    'space.stopSamples': (input) => engine.call('space.stopSamples', input),
    'export.path': async (input) => {
      const { title, type } = formats[input.format];
      const name = `path-${[input.from, ...input.via, input.to].join('-')}.${input.format}`;
      const suggested = path.join(documentsFolder, name);
      const file = await dialogs.chooseSaveFile(title, suggested, { name: type, extensions: [input.format] });
      return file === null ? null : engine.call('export.path', { ...input, path: file });
    },
  };
}
