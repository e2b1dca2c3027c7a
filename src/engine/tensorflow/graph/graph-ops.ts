import type { ConvPadding } from '../native-ops';
import { LEAKY_SLOPE } from '../native-ops';
import type { Attribute, Attributes, Graph, Output } from './graph';

const FLOAT = { T: { type: 'float' } } as const satisfies Attributes;
const IMAGES_LAST: Attribute = { text: 'NHWC' };

/**
 * The operations of a network as nodes of a graph: each method adds one and gives its output. All floats are 32-bit,
 * all images NHWC. Constants are added once for each value.
 */
export class GraphOps {
  private readonly constants = new Map<string, Output>();

  constructor(readonly graph: Graph) {}

  /** What is fed under `name`; -1 in `shape` stands for any length. */
  placeholder(name: string, shape: readonly number[]): Output {
    return this.graph.node('Placeholder', [], { dtype: { type: 'float' }, shape: { shape } }, { name });
  }

  scalar(value: number): Output {
    return this.constant(`f${value}`, {
      dtype: { type: 'float' },
      value: { floats: Float32Array.of(value), of: [] },
    });
  }

  /** Whole numbers, `[n]`. */
  integers(...values: number[]): Output {
    return this.constant(`i${values.join()}`, {
      dtype: { type: 'int32' },
      value: { integers: Int32Array.from(values), of: [values.length] },
    });
  }

  private integer(value: number): Output {
    return this.constant(`s${value}`, {
      dtype: { type: 'int32' },
      value: { integers: Int32Array.of(value), of: [] },
    });
  }

  conv2d(input: Output, kernel: Output, how: ConvPadding): Output {
    return this.graph.node('Conv2D', [input, kernel], convolution(how));
  }

  /** The gradient of a convolution with respect to its input of shape `sizes`: a transposed convolution. */
  conv2dBackpropInput(sizes: Output, kernel: Output, output: Output, how: ConvPadding): Output {
    return this.graph.node('Conv2DBackpropInput', [sizes, kernel, output], convolution(how));
  }

  /** The gradient with respect to the kernel of shape `shape`. */
  conv2dBackpropKernel(input: Output, shape: readonly number[], output: Output, how: ConvPadding): Output {
    return this.graph.node(
      'Conv2DBackpropFilter',
      [input, this.integers(...shape), output],
      convolution(how),
    );
  }

  biasAdd(value: Output, bias: Output): Output {
    return this.graph.node('BiasAdd', [value, bias], { ...FLOAT, data_format: IMAGES_LAST });
  }

  biasAddGrad(gradient: Output): Output {
    return this.graph.node('BiasAddGrad', [gradient], { ...FLOAT, data_format: IMAGES_LAST });
  }

  leakyRelu(value: Output): Output {
    return this.graph.node('LeakyRelu', [value], { ...FLOAT, alpha: { float: LEAKY_SLOPE } });
  }

  /** `activated` is LeakyReLU's output, whose sign is its input's: the input need not be kept. */
  leakyReluGrad(gradient: Output, activated: Output): Output {
    return this.graph.node('LeakyReluGrad', [gradient, activated], {
      ...FLOAT,
      alpha: { float: LEAKY_SLOPE },
    });
  }

  matMul(a: Output, b: Output, transposeA = false, transposeB = false): Output {
    return this.graph.node('MatMul', [a, b], {
      ...FLOAT,
      transpose_a: { bool: transposeA },
      transpose_b: { bool: transposeB },
    });
  }

  /** -1 stands for the length that is left. */
  reshape(value: Output, ...shape: number[]): Output {
    const types: Attributes = { ...FLOAT, Tshape: { type: 'int32' } };
    return this.graph.node('Reshape', [value, this.integers(...shape)], types);
  }

  /** Zero rows and columns around images. */
  pad(images: Output, { before, after }: { before: number; after: number }): Output {
    const paddings = this.constant(`p${before},${after}`, {
      dtype: { type: 'int32' },
      value: { integers: Int32Array.of(0, 0, before, after, before, after, 0, 0), of: [4, 2] },
    });
    return this.graph.node('Pad', [images, paddings], { ...FLOAT, Tpaddings: { type: 'int32' } });
  }

  /** Images turned by 180 degrees. */
  turn(images: Output): Output {
    const types: Attributes = { ...FLOAT, Tidx: { type: 'int32' } };
    return this.graph.node('ReverseV2', [images, this.integers(1, 2)], types);
  }

  unary(op: 'Exp' | 'Sigmoid' | 'Softplus' | 'Square', value: Output): Output {
    return this.graph.node(op, [value], FLOAT);
  }

  binary(op: 'AddV2' | 'Mul' | 'Sub', a: Output, b: Output): Output {
    return this.graph.node(op, [a, b], FLOAT);
  }

  /** The sum over `axes`. */
  sum(value: Output, ...axes: number[]): Output {
    const attributes: Attributes = { ...FLOAT, Tidx: { type: 'int32' }, keep_dims: { bool: false } };
    return this.graph.node('Sum', [value, this.integers(...axes)], attributes);
  }

  /** The sum of several tensors of one shape. */
  addAll(values: readonly Output[]): Output {
    if (values.length === 1) return values[0]!;
    return this.graph.node('AddN', values, { ...FLOAT, N: { int: values.length } });
  }

  concat(values: readonly Output[], axis: number): Output {
    if (values.length === 1) return values[0]!;
    return this.join(values, axis, 'float');
  }

  /** The two halves of the last axis of a matrix. */
  halves(matrix: Output): [Output, Output] {
    const split = this.graph.node('Split', [this.integer(1), matrix], { ...FLOAT, num_split: { int: 2 } });
    return [split, `${split}:1`];
  }

  /** Half the sum of squares: a scalar. */
  l2Loss(value: Output): Output {
    return this.graph.node('L2Loss', [value], FLOAT);
  }

  /** The shape `[n, ...rest]`, where n is the first length of `value`. */
  shapeLike(value: Output, rest: readonly number[]): Output {
    const shape = this.graph.node('Shape', [value], { ...FLOAT, out_type: { type: 'int32' } });
    const first = this.graph.node(
      'StridedSlice',
      [shape, this.integers(0), this.integers(1), this.integers(1)],
      {
        T: { type: 'int32' },
        Index: { type: 'int32' },
      },
    );
    return this.join([first, this.integers(...rest)], 0, 'int32');
  }

  /** A float variable; `assign` comes before any `read`. */
  variable(name: string, shape: readonly number[]): Output {
    return this.graph.node(
      'VarHandleOp',
      [],
      { dtype: { type: 'float' }, shape: { shape }, container: { text: '' }, shared_name: { text: name } },
      { name },
    );
  }

  read(variable: Output): Output {
    return this.graph.node('ReadVariableOp', [variable], { dtype: { type: 'float' } });
  }

  /** Takes a copy of `value`: what is fed may be JavaScript's memory, which a variable must not hold on to. */
  assign(variable: Output, value: Output): Output {
    const copy = this.graph.node('DeepCopy', [value], FLOAT);
    return this.graph.node('AssignVariableOp', [variable, copy], { dtype: { type: 'float' } });
  }

  /**
   * One step of Adam in place: m and v move towards the gradient and its square, then
   * variable -= rate m / (sqrt(v) + epsilon). The bias correction is in `rate` and `epsilon`.
   */
  applyAdam(
    slot: { variable: Output; m: Output; v: Output; gradient: Output },
    { rate, epsilon, beta1, beta2 }: { rate: Output; epsilon: Output; beta1: number; beta2: number },
  ): Output {
    // With both accumulated betas at 0 the operation makes no bias correction of its own.
    const zero = this.scalar(0);
    const { variable, m, v, gradient } = slot;
    const inputs = [
      variable,
      m,
      v,
      zero,
      zero,
      rate,
      this.scalar(beta1),
      this.scalar(beta2),
      epsilon,
      gradient,
    ];
    return this.graph.node('ResourceApplyAdam', inputs, FLOAT);
  }

  /** `value` once all of `after` have run. */
  after(value: Output, after: readonly Output[], name: string): Output {
    return this.graph.node('Identity', [value], FLOAT, { name, after });
  }

  private join(values: readonly Output[], axis: number, type: 'float' | 'int32'): Output {
    return this.graph.node('ConcatV2', [...values, this.integer(axis)], {
      N: { int: values.length },
      T: { type },
      Tidx: { type: 'int32' },
    });
  }

  private constant(key: string, attributes: Attributes): Output {
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const made = this.graph.node('Const', [], attributes);
    this.constants.set(key, made);
    return made;
  }
}

function convolution({ stride, padding }: ConvPadding): Attributes {
  const common: Attributes = {
    ...FLOAT,
    strides: { ints: [1, stride, stride, 1] },
    data_format: IMAGES_LAST,
  };
  if (typeof padding === 'string') return { ...common, padding: { text: padding } };
  const { before, after } = padding;
  return {
    ...common,
    padding: { text: 'EXPLICIT' },
    explicit_paddings: { ints: [0, 0, before, after, before, after, 0, 0] },
  };
}
