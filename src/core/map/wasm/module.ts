import { Local, unsigned, type Code, type ValueType } from './instructions';

// Every runtime of this app has it; the language's own library does not name it.
declare const WebAssembly: {
  Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: { memory: { shared: SharedMemory } },
  ) => { exports: Record<string, unknown> };
};

/** Memory that threads share; it can be sent to another one as it is. */
export interface SharedMemory {
  readonly buffer: ArrayBufferLike;
}

/** Whether something that came from another thread is such memory. */
export function isSharedMemory(value: unknown): value is SharedMemory {
  return value instanceof WebAssembly.Memory;
}

const PAGE = 65_536;
/** As much as 32-bit addresses reach. */
const MOST_PAGES = 65_536;

/** One function of a module: its parameters, its other variables, and what it does. */
export class FunctionWriter {
  private readonly parameters: ValueType[] = [];
  private readonly locals: ValueType[] = [];
  private body: Code = [];

  constructor(readonly name: string) {}

  /** All parameters come before the first local variable. */
  parameter(type: ValueType): Local {
    this.parameters.push(type);
    return new Local(this.parameters.length - 1, type);
  }

  local(type: ValueType): Local {
    this.locals.push(type);
    return new Local(this.parameters.length + this.locals.length - 1, type);
  }

  does(body: Code): this {
    this.body = body;
    return this;
  }

  /** Type and code as the module's sections hold them. */
  sections(): { type: Code; code: Code } {
    const locals = this.locals.flatMap((type) => [1, type]);
    const code = [...unsigned(this.locals.length), ...locals, ...this.body, 0x0b];
    return {
      type: [0x60, ...vector(this.parameters.map((type) => [type])), 0],
      code: [...unsigned(code.length), ...code],
    };
  }
}

/** Shared memory of at least `bytes`, all zero. Throws RangeError when that is more than 4 GiB or than there is. */
export function sharedMemory(bytes: number): SharedMemory {
  const pages = Math.max(1, Math.ceil(bytes / PAGE));
  if (pages > MOST_PAGES) throw new RangeError(`${bytes} bytes are more than the 4 GiB a layout can hold.`);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/**
 * Compiles functions, none of which gives anything back, upon `memory`. The caller names their parameters' types,
 * all of which JavaScript gives as numbers.
 */
export function compile(
  functions: readonly FunctionWriter[],
  memory: SharedMemory,
): (name: string) => (...values: number[]) => void {
  const written = functions.map((one) => one.sections());
  const pages = memory.buffer.byteLength / PAGE;
  const sections: Code[] = [
    section(1, vector(written.map(({ type }) => type))),
    // The memory is imported: limits with a maximum, shared.
    section(
      2,
      vector([[...text('memory'), ...text('shared'), 2, 3, ...unsigned(pages), ...unsigned(pages)]]),
    ),
    section(3, vector(written.map((_, i) => unsigned(i)))),
    section(7, vector(functions.map(({ name }, i) => [...text(name), 0, ...unsigned(i)]))),
    section(10, vector(written.map(({ code }) => code))),
  ];
  const bytes = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { memory: { shared: memory } });
  return (name) => {
    const found = exports[name];
    if (typeof found !== 'function') throw new RangeError(`The module has no function ${name}.`);
    return found as (...values: number[]) => void;
  };
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): Code {
  return vector(Array.from(value, (letter) => [letter.charCodeAt(0)]));
}
