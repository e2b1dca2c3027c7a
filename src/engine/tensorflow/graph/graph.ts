import { Message } from './protobuf';

/** One output of a node, as TensorFlow names it: `node` for the first, `node:1` for the second. */
export type Output = string;

/** What a node's attribute may be; `type` names a data type. */
export type Attribute =
  | { type: DataType }
  | { int: number }
  | { ints: readonly number[] }
  | { float: number }
  | { bool: boolean }
  | { text: string }
  | { shape: readonly number[] }
  | { floats: Float32Array; of: readonly number[] }
  | { integers: Int32Array; of: readonly number[] };

/** Numbers of `tensorflow/core/framework/types.proto`. */
const DATA_TYPES = { float: 1, int32: 3, resource: 20 } as const;
export type DataType = keyof typeof DATA_TYPES;

export type Attributes = Readonly<Record<string, Attribute>>;

/** By which tag `Session` finds the graph. */
export const TAG = 'serve';

/** The graph definition's version that TensorFlow 2 writes; attributes left out take their defaults. */
const PRODUCER = 1882;

/**
 * A TensorFlow graph under construction: nodes are added, and the whole becomes a SavedModel that a `Session` runs.
 * Field numbers are those of graph.proto, node_def.proto, attr_value.proto, tensor.proto, meta_graph.proto and
 * saved_model.proto in TensorFlow's sources.
 */
export class Graph {
  private readonly nodes: Message[] = [];
  private readonly names = new Set<string>();

  /**
   * Adds a node and gives its first output. `after` are nodes that must have run before it. Without a name it gets one
   * of its own. Throws Error when the name is taken.
   */
  node(
    op: string,
    inputs: readonly Output[],
    attributes: Attributes = {},
    { name = `${op}_${this.nodes.length}`, after = [] }: { name?: string; after?: readonly Output[] } = {},
  ): Output {
    if (this.names.has(name)) throw new Error(`The graph has a node ${name} already.`);
    this.names.add(name);
    const node = new Message().string(1, name).string(2, op);
    for (const input of inputs) node.string(3, input);
    for (const before of after) node.string(3, `^${before}`);
    for (const [key, value] of Object.entries(attributes)) {
      node.message(5, new Message().string(1, key).message(2, attributeValue(value)));
    }
    this.nodes.push(node);
    return name;
  }

  /** The bytes of `saved_model.pb`. */
  savedModel(): Uint8Array {
    const graph = new Message();
    for (const node of this.nodes) graph.message(1, node);
    graph.message(4, new Message().varint(1, PRODUCER));
    const info = new Message().string(4, TAG);
    return new Message().varint(1, 1).message(2, new Message().message(1, info).message(2, graph)).encode();
  }
}

function attributeValue(value: Attribute): Message {
  const message = new Message();
  if ('type' in value) return message.varint(6, DATA_TYPES[value.type]);
  if ('int' in value) return message.varint(3, value.int);
  if ('ints' in value) return message.message(1, new Message().varints(3, value.ints));
  if ('float' in value) return message.float(4, value.float);
  if ('bool' in value) return message.varint(5, value.bool);
  if ('text' in value) return message.string(2, value.text);
  if ('shape' in value) return message.message(7, shapeMessage(value.shape));
  const [type, data] = 'floats' in value ? ([1, value.floats] as const) : ([3, value.integers] as const);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message.message(8, new Message().varint(1, type).message(2, shapeMessage(value.of)).bytes(4, bytes));
}

/** -1 stands for a length that is known only when the graph runs. */
function shapeMessage(shape: readonly number[]): Message {
  const message = new Message();
  for (const length of shape) message.message(2, new Message().varint(1, length));
  return message;
}
