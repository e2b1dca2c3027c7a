import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TensorFlowNotices } from './tensorflow-notices';

const WARNING = 'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n';
const ONEDNN =
  'I0000 00:00:1796062636.463259   18746 port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results due to floating-point round-off errors from different computation orders. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.\n';

function filter(chunks: readonly Uint8Array[]): Buffer {
  const notices = new TensorFlowNotices();
  return Buffer.concat([...chunks.map((chunk) => Buffer.from(notices.push(chunk))), notices.end()]);
}
const filterText = (text: string) => filter([Buffer.from(text)]).toString();

/** `bytes` cut at `cuts`. */
function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const borders = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return borders.slice(1).map((end, i) => bytes.subarray(borders[i], end));
}
const cuts = fc.array(fc.nat(2000), { maxLength: 30 });

/** Whole lines that are near the notices, but none. */
const line = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => `${text.replaceAll(/[\n\r]/g, '')}\n`),
  fc.constantFrom(
    ` ${WARNING}`,
    `x${ONEDNN}`,
    WARNING.replace('STDERR', 'stderr'),
    WARNING.replace('\n', ' \n'),
    WARNING.replace('\n', '\r\n'),
    ONEDNN.replace('port.cc:153', 'port.cc:154'),
    ONEDNN.replace('I0000', 'E0000'),
    ONEDNN.replace('1796062636', '1'.repeat(30)),
    ONEDNN.replace('18746', ''),
    WARNING.slice(0, 30) + '\n',
    WARNING.slice(0, -1) + ONEDNN,
    'I0000 00:00:\n',
    '\n',
  ),
);
const notice = fc.oneof(
  fc.constant(WARNING),
  fc
    .tuple(fc.nat(2 ** 31), fc.nat(999_999), fc.nat(4_000_000))
    .map(([s, us, thread]) =>
      ONEDNN.replace('1796062636.463259   18746', `${s}.${us} ${String(thread).padStart(7)}`),
    ),
);

describe('the notices of TensorFlow', () => {
  it('are dropped', () => {
    expect(filterText(`before\n${WARNING}${ONEDNN}after`)).toBe('before\nafter');
  });

  it('are dropped wherever the chunks end, and every other line stays as it is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            line.map((text) => [text, text]),
            notice.map((text) => [text, '']),
          ),
        ),
        fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '')),
        cuts,
        (lines, rest, where) => {
          const written = Buffer.from(lines.map(([text]) => text).join('') + rest);
          const expected = Buffer.from(lines.map(([, kept]) => kept).join('') + rest);
          expect(filter(split(written, where))).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('do not change what any bytes become, however they are split', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .tuple(fc.constantFrom(WARNING, ONEDNN, '\r\u001b[K', '\n'), fc.nat(300), fc.nat(300))
        .map(([text, from, length]) => Buffer.from(text.slice(from % 9, (from % 9) + length))),
    );
    fc.assert(
      fc.property(fc.array(piece), cuts, (pieces, where) => {
        const written = Buffer.concat(pieces);
        expect(filter(split(written, where))).toEqual(filter([written]));
      }),
      { numRuns: 300 },
    );
  });

  it('hold nothing back that cannot become one', () => {
    const notices = new TensorFlowNotices();
    const push = (text: string) => Buffer.from(notices.push(Buffer.from(text))).toString();
    expect(push('50 %')).toBe('50 %');
    expect(push('\r\u001b[K51 %')).toBe('\r\u001b[K51 %');
    expect(push('\n')).toBe('\n');
    expect(push('WARN')).toBe('');
    expect(push('ING: the disk is full')).toBe('WARNING: the disk is full');
    expect(push('\nI0000 00:00:17')).toBe('\n');
    expect(push('9.5 77 x')).toBe('I0000 00:00:179.5 77 x');
  });

  it('are no more one when the stream ends before their line does', () => {
    expect(filterText(WARNING.slice(0, -1))).toBe(WARNING.slice(0, -1));
    expect(filterText(ONEDNN.slice(0, -1))).toBe(ONEDNN.slice(0, -1));
  });

  it('leave a line of progress open that another process was writing over', () => {
    const progress = '\r\u001b[Kepoch 3: 40 %';
    expect(filterText(`${progress}${WARNING}${ONEDNN}\r\u001b[K41 %`)).toBe(`${progress}\r\u001b[K41 %`);
    expect(filterText(`epoch 3${WARNING}`)).toBe(`epoch 3${WARNING}`);
  });
});
