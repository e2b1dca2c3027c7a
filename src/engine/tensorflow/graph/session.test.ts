import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadTensorFlow } from '../load';
import { Graph } from './graph';
import { GraphOps } from './graph-ops';
import { Session } from './session';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-session-test-'));
  vi.stubEnv('TMPDIR', folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('a session', () => {
  it('runs a graph, keeps its variables between runs, and leaves no tensor and no file behind', async () => {
    const { tf, backend } = await loadTensorFlow();
    const before = tf.memory().numTensors;
    const ops = new GraphOps(new Graph());
    const variable = ops.variable('v', [2]);
    const load = ops.after(ops.scalar(0), [ops.assign(variable, ops.placeholder('new', [2]))], 'load');
    const sum = ops.binary('AddV2', ops.read(variable), ops.placeholder('more', []));
    const session = await Session.load(backend, ops.graph);
    const run = (feeds: Record<string, number[] | number>, output: string): number[] => {
      const tensors = Object.entries(feeds).map(([name, value]) => [name, tf.tensor(value)] as const);
      const [result] = session.run(Object.fromEntries(tensors), [output]);
      const values = [...result!.dataSync()];
      for (const tensor of [result!, ...tensors.map(([, value]) => value)]) tensor.dispose();
      return values;
    };
    run({ new: [1, 2] }, load);
    expect(run({ more: 10 }, sum)).toEqual([11, 12]);
    expect(run({ more: 20 }, sum)).toEqual([21, 22]);
    session.close();
    expect(tf.memory().numTensors).toBe(before);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says what is wrong with a graph', async () => {
    const { backend } = await loadTensorFlow();
    const graph = new Graph();
    graph.node('NoSuchOp', []);
    await expect(Session.load(backend, graph)).rejects.toThrow('NoSuchOp');
    expect(() => graph.node('NoOp', [], {}, { name: 'NoSuchOp_0' })).toThrow('has a node NoSuchOp_0 already');
  });
});
