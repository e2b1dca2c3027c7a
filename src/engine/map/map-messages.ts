import { z } from 'zod';
import { mapMethod } from '../../contract/space';
import { float32, int32 } from '../../contract/values';
import { isSharedMemory, type SharedMemory } from '../../core/map/wasm/module';

const dims = z.union([z.literal(2), z.literal(3)]);
const whole = z.number().int();
const numbers = z.object({ n: whole, d: whole, vectors: float32 });
const graph = z.object({ n: whole, k: whole, indices: int32, distances: float32 });

/** A layout in memory that threads share; see `LayoutMemory`. */
const layout = z.object({
  memory: z.custom<SharedMemory>(isSharedMemory),
  places: z.object({
    attraction: whole,
    repulsion: whole,
    points: whole,
    heads: whole,
    tails: whole,
    intervals: whole,
    next: whole,
    turns: whole,
  }),
  n: whole,
  blocks: whole,
  starts: int32,
  random: whole,
  negatives: whole,
  epochs: whole,
  learningRate: z.number(),
});

/** What a thread of the map is asked to do; bulk data lies in memory that the threads share. */
export const mapTask = z.discriminatedUnion('task', [
  /** Finds where the layout will start: the answer is awaited by no one, the next task needs it. */
  numbers.extend({ task: z.literal('start'), dims, seed: whole }),
  numbers.extend({
    task: z.literal('layOut'),
    method: mapMethod,
    dims,
    minDist: z.number(),
    seed: whole,
    /** As UMAP counts them, with the point itself. */
    nNeighbors: whole,
    neighbours: graph,
    /** A former map to go on from, `[n, dims]`. */
    former: float32.nullable(),
    threads: whole,
  }),
  /** Lays out together with the thread that began the layout. */
  z.object({ task: z.literal('follow'), layout, index: whole, threads: whole }),
  z.object({ task: z.literal('kept'), neighbours: graph, positions: float32, dims, k: whole }),
]);
export type MapTask = z.infer<typeof mapTask>;

/** What a thread says: how far it is, or the end of its task. */
export const mapMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    stage: z.enum(['graph', 'layout']),
    fraction: z.number(),
    positions: float32.nullable(),
  }),
  /** Others may join in now. */
  z.object({ type: z.literal('shared'), layout }),
  z.object({
    type: z.literal('laidOut'),
    positions: float32,
    epochs: whole,
    seconds: z.object({ graph: z.number(), layout: z.number() }),
    explainedVariance: z.array(z.number()),
    notes: z.array(z.string()),
  }),
  z.object({ type: z.literal('kept'), mean: z.number().nullable(), distortion: float32 }),
  z.object({ type: z.literal('done') }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type MapMessage = z.infer<typeof mapMessage>;
/** The end of a task that succeeded. */
export type MapResult = Exclude<MapMessage, { type: 'progress' | 'shared' | 'failed' }>;
