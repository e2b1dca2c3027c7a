import type { Tensor, TensorInfo } from '@tensorflow/tfjs-node';

/** One attribute of a TensorFlow operation, as the binding takes it. `type` is one of its `TF_ATTR_*` numbers. */
export interface OpAttribute {
  name: string;
  type: number;
  value: boolean | number | string | number[];
}

/** The numbers by which the binding names data types and attribute types. */
export interface NativeBinding {
  TF_FLOAT: number;
  TF_INT32: number;
  TF_ATTR_STRING: number;
  TF_ATTR_INT: number;
  TF_ATTR_FLOAT: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_TYPE: number;
  TF_ATTR_SHAPE: number;
  TF_Version: string;
}

/** The part of tfjs-node's `NodeJSKernelBackend` that runs any TensorFlow operation by name. */
export interface NativeBackend {
  binding: NativeBinding;
  executeSingleOutput: (name: string, attributes: OpAttribute[], inputs: TensorInfo[]) => Tensor;
  executeMultipleOutputs: (
    name: string,
    attributes: OpAttribute[],
    inputs: TensorInfo[],
    outputs: number,
  ) => Tensor[];
  /** Loads `saved_model.pb` of a folder into a session; gives its number. */
  loadSavedModelMetaGraph: (folder: string, tags: string) => number;
  runSavedModel: (
    id: number,
    inputs: Tensor[],
    infos: readonly { name: string }[],
    outputs: readonly string[],
  ) => Tensor[];
  deleteSavedModel: (id: number) => void;
}

const NUMBERS = [
  'TF_FLOAT',
  'TF_INT32',
  'TF_ATTR_STRING',
  'TF_ATTR_INT',
  'TF_ATTR_FLOAT',
  'TF_ATTR_BOOL',
  'TF_ATTR_TYPE',
  'TF_ATTR_SHAPE',
] as const;

const METHODS = [
  'executeSingleOutput',
  'executeMultipleOutputs',
  'loadSavedModelMetaGraph',
  'runSavedModel',
  'deleteSavedModel',
] as const;

/** The backend, checked to be the native one. Throws Error when it is another or lacks what is needed. */
export function nativeBackend(backend: unknown): NativeBackend {
  if (isNativeBackend(backend)) return backend;
  throw new Error(
    'TensorFlow for Node is not the active backend: run `npm run doctor` to see what is there.',
  );
}

function isNativeBackend(value: unknown): value is NativeBackend {
  if (!isObject(value) || !isObject(value['binding'])) return false;
  const { binding } = value;
  return (
    METHODS.every((name) => typeof value[name] === 'function') &&
    NUMBERS.every((name) => typeof binding[name] === 'number') &&
    typeof binding['TF_Version'] === 'string'
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
