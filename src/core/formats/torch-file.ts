import { copyBytes } from './copy-bytes';
import { FormatError } from './format-error';
import { bfloat16ToFloat32, float16 } from './half';
import { readPickle, type PickledGlobal, type PickleReader } from './pickle';
import type { Tensor } from './safetensors';
import { readStoredZip } from './zip';

/** The storages whose numbers are read, little-endian. */
const STORAGES: ReadonlyMap<string, (buffer: ArrayBuffer) => Float32Array> = new Map([
  ['torch DoubleStorage', (buffer) => Float32Array.from(new Float64Array(buffer))],
  ['torch FloatStorage', (buffer) => new Float32Array(buffer)],
  ['torch HalfStorage', (buffer) => Float32Array.from(new Uint16Array(buffer), float16)],
  ['torch BFloat16Storage', (buffer) => bfloat16ToFloat32(new Uint16Array(buffer))],
  ['torch LongStorage', (buffer) => Float32Array.from(new BigInt64Array(buffer), Number)],
  ['torch IntStorage', (buffer) => Float32Array.from(new Int32Array(buffer))],
]);

/** Where training scripts keep the weights among other things. */
const NESTED = ['state_dict', 'model_state_dict', 'model', 'net', 'weights', 'vae'];

/**
 * Reads the state_dict in a file of `torch.save` (since PyTorch 1.6 a ZIP of a pickle and of the numbers) into float32
 * in C order. Nothing in it is run: of the pickle only tensors, dictionaries and plain values are understood. Throws
 * FormatError for anything else.
 */
export function readTorchFile(bytes: Uint8Array): Map<string, Tensor> {
  const files = readStoredZip(bytes);
  const pickle = [...files].find(([name]) => name.endsWith('/data.pkl'));
  if (pickle === undefined) throw new FormatError('It has no data.pkl, so it is not of torch.save.');
  const folder = pickle[0].slice(0, -'data.pkl'.length);
  const order = files.get(`${folder}byteorder`);
  if (order !== undefined && String.fromCharCode(...order) !== 'little') {
    throw new FormatError('Its numbers are big-endian: save it on another machine, or as safetensors.');
  }
  const storages = new Map<string, Float32Array>();
  const budget = { numbers: bytes.length };
  const reader: PickleReader = {
    persistent: (id) => {
      const [kind, type, key] = isArray(id) ? id : [];
      const read = isGlobal(type) ? STORAGES.get(type.name) : undefined;
      const file = typeof key === 'string' ? files.get(`${folder}data/${key}`) : undefined;
      if (kind !== 'storage' || read === undefined || file === undefined || typeof key !== 'string') {
        throw new FormatError(`It holds a storage ${nameOf(type)} that cannot be read.`);
      }
      let numbers = storages.get(key);
      if (numbers === undefined) {
        numbers = read(copyBytes(file, 0, file.length));
        storages.set(key, numbers);
      }
      return new Storage(numbers);
    },
    call: (name, input) => {
      switch (name) {
        case 'collections OrderedDict':
          return new Map();
        case 'torch._utils _rebuild_tensor_v2':
          return tensorOf(input, budget);
        case 'torch._utils _rebuild_parameter':
          return input[0];
        default:
          throw new FormatError(
            `It asks for ${name.replace(' ', '.')}, which is never run: save the model's state_dict() alone.`,
          );
      }
    },
  };
  return stateOf(readPickle(pickle[1], reader));
}

class Storage {
  constructor(readonly numbers: Float32Array) {}
}

class Rebuilt implements Tensor {
  constructor(
    readonly shape: number[],
    readonly data: Float32Array,
  ) {}
}

/**
 * As `torch._utils._rebuild_tensor_v2(storage, offset, size, stride, …)`. Numbers in C order stay where they are; those that
 * must be copied are taken from `budget`, for many tensors may lie in one storage.
 */
function tensorOf([storage, offset, size, stride]: readonly unknown[], budget: { numbers: number }): Rebuilt {
  if (!(storage instanceof Storage) || !isCount(offset) || !isCounts(size) || !isCounts(stride)) {
    throw new FormatError('It holds a tensor that is not described by a storage, a size and a stride.');
  }
  const n = size.reduce((a, b) => a * b, 1);
  const last = size.reduce((sum, side, axis) => sum + (side - 1) * (stride[axis] ?? 0), offset);
  const { numbers } = storage;
  // No more numbers than there are: a stride of 0 would make any number of one.
  if (size.length !== stride.length || n > numbers.length || (n > 0 && last >= numbers.length)) {
    throw new FormatError(`A tensor of shape [${size.join(', ')}] does not fit its storage.`);
  }
  if (isInOrder(size, stride)) return new Rebuilt(size, numbers.subarray(offset, offset + n));
  budget.numbers -= n;
  if (budget.numbers < 0) throw new FormatError('Its tensors would take many times the memory of the file.');
  const data = new Float32Array(n);
  for (let to = 0; to < n; to++) {
    let from = offset;
    let rest = to;
    for (let axis = size.length - 1; axis >= 0; axis--) {
      from += (rest % size[axis]!) * stride[axis]!;
      rest = Math.floor(rest / size[axis]!);
    }
    data[to] = numbers[from]!;
  }
  return new Rebuilt(size, data);
}

/** Whether the numbers of a tensor lie one after the other, the last axis quickest. */
function isInOrder(size: readonly number[], stride: readonly number[]): boolean {
  let step = 1;
  for (let axis = size.length - 1; axis >= 0; axis--) {
    if (size[axis] !== 1 && stride[axis] !== step) return false;
    step *= size[axis]!;
  }
  return true;
}

function stateOf(top: unknown): Map<string, Tensor> {
  if (top instanceof Map) {
    const nested = NESTED.map((name): unknown => top.get(name)).find(isState);
    if (nested !== undefined) return stateOf(nested);
    const named = [...top].flatMap(([name, value]) =>
      typeof name === 'string' && value instanceof Rebuilt ? [[name, value] as const] : [],
    );
    if (named.length > 0) return new Map(named);
  }
  throw new FormatError('It holds no dictionary of tensors, which a state_dict is.');
}

function isState(value: unknown): value is Map<unknown, unknown> {
  return value instanceof Map && [...value.values()].some((each) => each instanceof Rebuilt);
}

function isArray(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function isGlobal(value: unknown): value is PickledGlobal {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}

function nameOf(value: unknown): string {
  return isGlobal(value) ? value.name.replace(' ', '.') : String(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}
