import path from 'node:path';
import { z } from 'zod';
import { appRoot, helperFile } from '../../engine/places';
import { versions } from '../../engine/versions';
import { runChild } from './map-child';
import { findPeer } from './peer-script';

/** Whoever makes maps: reads vectors from a .npy file, writes places in three dimensions to another. */
export interface MapMaker {
  name: string;
  version: string;
  make: (input: string, output: string, signal: AbortSignal) => Promise<MadeMap>;
}

/** Seconds by stage (those that the maker tells apart) and until the map was there; the most memory, in MiB. */
export interface MadeMap {
  stages: Record<string, number>;
  total: number;
  memory: number | null;
}

const ourOutput = z.object({
  seconds: z.object({ total: z.number(), quality: z.number() }).catchall(z.number()),
});
const umapJsOutput = z.object({ version: z.string(), seconds: z.record(z.string(), z.number()) });
const umapLearnOutput = z.object({ umapLearn: z.string(), seconds: z.number() });

/** This program's own command line, in a process of its own as the others. */
export async function ours(): Promise<MapMaker> {
  return {
    name: 'Latent Atelier',
    version: (await versions())['latent-atelier'] ?? '',
    make: async (input, output, signal) => {
      const argv = [helperFile('cli.js'), 'project', '--in', input, '--out', output, '--json'];
      const { out, memory } = await runChild(process.execPath, argv, signal);
      const { total, quality, ...stages } = ourOutput.parse(JSON.parse(out)).seconds;
      // The others do not measure what they made.
      return { stages: { ...stages, '(quality)': quality }, total: total - quality, memory };
    },
  };
}

export function umapJs(): MapMaker {
  const maker: MapMaker = {
    name: 'umap-js',
    version: '',
    make: async (input, output, signal) => {
      const script = path.join(appRoot(), 'scripts', 'peers', 'umap-js.mjs');
      const { out, memory } = await runChild(process.execPath, [script, input, output], signal);
      const { version, seconds } = umapJsOutput.parse(JSON.parse(out));
      maker.version = version;
      const { total = Number.NaN, ...stages } = seconds;
      return { stages, total, memory };
    },
  };
  return maker;
}

/** umap-learn, warm: its script compiles before it measures. Throws as `findPeer`. */
export async function umapLearn(): Promise<MapMaker> {
  const { python, script } = await findPeer('umap-learn', 'umap_peer.py', 'umap, numpy');
  const maker: MapMaker = {
    name: 'umap-learn',
    version: '',
    make: async (input, output, signal) => {
      const { out, memory } = await runChild(python, [script, input, output], signal);
      const printed = umapLearnOutput.parse(JSON.parse(out));
      maker.version = printed.umapLearn;
      return { stages: {}, total: printed.seconds, memory };
    },
  };
  return maker;
}
