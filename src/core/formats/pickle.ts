import { FormatError } from './format-error';
import { decodeUtf8 } from './utf8';

/** A name of Python that a pickle mentions, as `module name`; it is never looked up. */
export interface PickledGlobal {
  name: string;
}

/** What a pickle's own words mean to whoever reads it. Both throw FormatError for what they do not know. */
export interface PickleReader {
  persistent: (id: unknown) => unknown;
  call: (name: string, input: readonly unknown[]) => unknown;
}

const MARK = Symbol('mark');

/**
 * The value of a pickle (Python's pickletools, protocols 2 to 4), by the few opcodes that plain values, dictionaries and
 * the tensors of torch.save need. Tuples and lists are arrays, dictionaries are maps. Nothing is run: what it would
 * call is asked of the reader. Throws FormatError for every other opcode and for a pickle that is cut short.
 */
export function readPickle(bytes: Uint8Array, reader: PickleReader): unknown {
  try {
    return new Machine(bytes, reader).run();
  } catch (error) {
    if (error instanceof RangeError) throw new FormatError('Its pickle is cut short.', { cause: error });
    throw error;
  }
}

class Machine {
  private readonly view: DataView;
  private readonly stack: unknown[] = [];
  private readonly memo = new Map<number, unknown>();
  private at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly reader: PickleReader,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  run(): unknown {
    for (;;) {
      const opcode = String.fromCharCode(this.byte());
      if (opcode === '.') return this.pop();
      this.step(opcode);
    }
  }

  private step(opcode: string): void {
    const { stack, memo } = this;
    switch (opcode) {
      case '\x80': // PROTO
        this.byte();
        return;
      case '\x95': // FRAME
        this.at += 8;
        return;
      case '(':
        stack.push(MARK);
        return;
      case 'c':
        stack.push({ name: `${this.line()} ${this.line()}` });
        return;
      case '\x93': {
        // STACK_GLOBAL
        const [name, module] = [this.pop(), this.pop()];
        stack.push({ name: `${String(module)} ${String(name)}` });
        return;
      }
      case 'N':
        stack.push(null);
        return;
      case '\x88':
      case '\x89':
        stack.push(opcode === '\x88');
        return;
      case 'K':
        stack.push(this.byte());
        return;
      case 'M':
        stack.push(this.view.getUint16(this.skip(2), true));
        return;
      case 'J':
        stack.push(this.view.getInt32(this.skip(4), true));
        return;
      case '\x8a':
        stack.push(this.long());
        return;
      case 'G':
        stack.push(this.view.getFloat64(this.skip(8)));
        return;
      case 'X':
        stack.push(this.text(this.view.getUint32(this.skip(4), true)));
        return;
      case '\x8c':
        stack.push(this.text(this.byte()));
        return;
      case ')':
      case ']':
        stack.push([]);
        return;
      case '}':
        stack.push(new Map());
        return;
      case 't':
        stack.push(this.toMark());
        return;
      case '\x85':
      case '\x86':
      case '\x87':
        stack.push(this.popped(opcode.charCodeAt(0) - 0x84));
        return;
      case 'q':
        memo.set(this.byte(), stack.at(-1));
        return;
      case 'r':
        memo.set(this.view.getUint32(this.skip(4), true), stack.at(-1));
        return;
      case '\x94':
        memo.set(memo.size, stack.at(-1));
        return;
      case 'h':
        stack.push(this.remembered(this.byte()));
        return;
      case 'j':
        stack.push(this.remembered(this.view.getUint32(this.skip(4), true)));
        return;
      case 'a':
      case 'e': {
        const items = opcode === 'a' ? this.popped(1) : this.toMark();
        const list = stack.at(-1);
        if (!Array.isArray(list)) throw unknownOpcode(opcode);
        list.push(...items);
        return;
      }
      case 's':
      case 'u':
        this.setItems(opcode === 's' ? this.popped(2) : this.toMark());
        return;
      case 'b':
        // The state of an ordered dictionary, which says of which version its modules are.
        this.pop();
        if (!(stack.at(-1) instanceof Map)) throw unknownOpcode(opcode);
        return;
      case 'Q':
        stack.push(this.reader.persistent(this.pop()));
        return;
      case 'R': {
        const [input, callable] = [this.pop(), this.pop()];
        if (
          !Array.isArray(input) ||
          typeof callable !== 'object' ||
          callable === null ||
          !('name' in callable)
        )
          throw unknownOpcode(opcode);
        stack.push(this.reader.call(String(callable.name), input));
        return;
      }
      default:
        throw unknownOpcode(opcode);
    }
  }

  private setItems(items: readonly unknown[]): void {
    const map = this.stack.at(-1);
    if (!(map instanceof Map)) throw unknownOpcode('s');
    for (let i = 0; i + 1 < items.length; i += 2) map.set(items[i], items[i + 1]);
  }

  private remembered(key: number): unknown {
    if (!this.memo.has(key)) throw new FormatError('Its pickle names something that it has not.');
    return this.memo.get(key);
  }

  private toMark(): unknown[] {
    const mark = this.stack.lastIndexOf(MARK);
    if (mark < 0) throw new FormatError('Its pickle is damaged.');
    const items = this.stack.splice(mark + 1);
    this.stack.pop();
    return items;
  }

  private popped(count: number): unknown[] {
    if (this.stack.length < count) throw new FormatError('Its pickle is damaged.');
    return this.stack.splice(this.stack.length - count);
  }

  private pop(): unknown {
    return this.popped(1)[0];
  }

  /** A whole number of as many bytes as it says, of two's complement. */
  private long(): number {
    const length = this.byte();
    let value = 0n;
    for (let i = 0; i < length; i++) value |= BigInt(this.byte()) << BigInt(8 * i);
    return Number(BigInt.asIntN(Math.max(1, 8 * length), value));
  }

  private text(length: number): string {
    const start = this.skip(length);
    if (this.at > this.bytes.length) throw new RangeError('The text goes on after the end.');
    return decodeUtf8(this.bytes.subarray(start, this.at), 'A text in its pickle');
  }

  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) throw new RangeError('The line has no end.');
    const text = this.text(end - this.at);
    this.at += 1;
    return text;
  }

  private byte(): number {
    return this.view.getUint8(this.skip(1));
  }

  private skip(length: number): number {
    const start = this.at;
    this.at += length;
    return start;
  }
}

function unknownOpcode(opcode: string): FormatError {
  const code = opcode.charCodeAt(0).toString(16).padStart(2, '0');
  return new FormatError(
    `Its pickle holds more than tensors (opcode 0x${code}): save the model's state_dict() alone.`,
  );
}
