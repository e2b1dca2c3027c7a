/** Wire types of the protocol-buffer encoding. */
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

const utf8 = new TextEncoder();

/**
 * Writes one protocol-buffer message, field by field (https://protobuf.dev/programming-guides/encoding). Fields are
 * given by their number in the message's definition; a message inside another is another `Message`.
 */
export class Message {
  private readonly parts: Uint8Array[] = [];

  /** A whole number of 64 bits, an enum or a boolean. */
  varint(field: number, value: number | boolean): this {
    return this.push(varint((field << 3) | VARINT), varint(Number(value)));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.push(varint((field << 3) | FIXED_32), bytes);
  }

  bytes(field: number, value: Uint8Array): this {
    return this.push(varint((field << 3) | LENGTH_DELIMITED), varint(value.length), value);
  }

  string(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  message(field: number, value: Message): this {
    return this.bytes(field, value.encode());
  }

  /** A repeated field of whole numbers, packed. */
  varints(field: number, values: readonly number[]): this {
    return this.bytes(field, concat(values.map(varint)));
  }

  encode(): Uint8Array {
    return concat(this.parts);
  }

  private push(...parts: Uint8Array[]): this {
    this.parts.push(...parts);
    return this;
  }
}

/** Negative numbers take ten bytes, as two's complement of 64 bits. */
function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
