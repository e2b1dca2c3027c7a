import { describe, expect, it } from 'vitest';
import { Message } from './protobuf';

/** The encodings of protobuf.dev/programming-guides/encoding. */
describe('Message', () => {
  const hex = (message: Message): string => Buffer.from(message.encode()).toString('hex');

  it('writes whole numbers, negative ones in ten bytes', () => {
    expect(hex(new Message().varint(1, 150))).toBe('089601');
    expect(hex(new Message().varint(1, -1))).toBe('08ffffffffffffffffff01');
    expect(hex(new Message().varint(1, true).varint(2, 0))).toBe('08011000');
    // A field number over 15 takes two bytes.
    expect(hex(new Message().varint(16, 1))).toBe('800101');
  });

  it('writes texts, messages, floats and packed lists', () => {
    expect(hex(new Message().string(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(new Message().message(3, new Message().varint(1, 150)))).toBe('1a03089601');
    expect(hex(new Message().float(4, 1))).toBe('250000803f');
    expect(hex(new Message().varints(6, [3, 270, 86942]))).toBe('3206038e029ea705');
  });
});
