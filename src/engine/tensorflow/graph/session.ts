import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-node';
import type { NativeBackend } from '../native-backend';
import { TAG, type Graph, type Output } from './graph';

/** Runs a graph; its variables live as long as it does. `close` frees them. */
export class Session {
  private constructor(
    private readonly backend: NativeBackend,
    private readonly id: number,
  ) {}

  /** Throws Error when TensorFlow finds the graph not to be in order, or there is no room for temporary files. */
  static async load(backend: NativeBackend, graph: Graph): Promise<Session> {
    // TensorFlow's C interface for JavaScript takes a graph from a folder only.
    const folder = await mkdtemp(path.join(tmpdir(), 'latent-atelier-graph-'));
    try {
      await writeFile(path.join(folder, 'saved_model.pb'), graph.savedModel());
      return new Session(backend, backend.loadSavedModelMetaGraph(folder, TAG));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The values of `fetches`; the caller disposes them. `feeds` stay the caller's. */
  run(feeds: Readonly<Record<string, Tensor>>, fetches: readonly Output[]): Tensor[] {
    const infos = Object.keys(feeds).map((name) => ({ name: indexed(name) }));
    return this.backend.runSavedModel(this.id, Object.values(feeds), infos, fetches.map(indexed));
  }

  close(): void {
    this.backend.deleteSavedModel(this.id);
  }
}

function indexed(output: Output): string {
  return output.includes(':') ? output : `${output}:0`;
}
