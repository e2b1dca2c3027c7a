import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from './format-error';
import { TORCH_FILES } from './testing/torch-files';
import { readTorchFile } from './torch-file';

const bytesOf = (name: keyof typeof TORCH_FILES): Uint8Array => Buffer.from(TORCH_FILES[name], 'base64');

describe('readTorchFile', () => {
  it.each(['state', 'checkpoint'] as const)('reads a %s of torch.save', (name) => {
    const tensors = readTorchFile(bytesOf(name));
    expect([...tensors].map(([key, { shape, data }]) => [key, shape, [...data]])).toEqual([
      ['a.weight', [2, 2], [1.5, -2, 3, 4]],
      ['a.bias', [2], [0.5, -1]],
      ['h', [2], [1.5, 2]],
      ['t', [3, 2], [1, 4, 2, 5, 3, 6]],
      ['n', [], [7]],
    ]);
  });

  it('reads parameters as tensors', () => {
    expect([...readTorchFile(bytesOf('parameter')).get('w')!.data]).toEqual([1, 2]);
  });

  it('runs nothing, and says what it is asked to run', () => {
    expect(() => readTorchFile(bytesOf('model'))).toThrow(/save the model's state_dict\(\) alone/);
    expect(() => readTorchFile(bytesOf('old'))).toThrow(
      /no ZIP archive, as torch\.save has written since PyTorch 1\.6/,
    );
    const evil = Buffer.from(bytesOf('state'));
    const at = evil.indexOf('collections\nOrderedDict');
    evil.write('os\nsystem\n'.padEnd(23, ' '), at, 'latin1');
    expect(() => readTorchFile(evil)).toThrow(FormatError);
  });

  it('never ends in anything but a FormatError, wherever it is cut and whatever byte is changed', () => {
    const whole = bytesOf('state');
    for (let length = 0; length < whole.length; length += 7) {
      expect(() => readTorchFile(whole.subarray(0, length))).toThrow(FormatError);
    }
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Uint8Array.from(whole);
        damaged[at] = byte;
        try {
          readTorchFile(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
