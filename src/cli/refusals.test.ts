import { describe, expect, it } from 'vitest';
import { runCli as cli } from './testing/run-cli';

describe('the command line', () => {
  it.each<[string, string[], RegExp]>([
    ['no command', [], /^Name a command/],
    ['an unknown command', ['paint'], /^There is no command paint/],
    ['an unknown option', ['evaluate', '--run', 'x', '--rum', 'y'], /unknown option '--rum'/],
    ['a missing option', ['evaluate'], /required option '--run <folder>' not specified/],
    ['a missing value', ['evaluate', '--run'], /argument missing/],
    ['a text for a number', ['train', '--run', 'x', '--epochs', 'many'], /'many' is invalid/],
    ['a number out of range', ['train', '--run', 'x', '--beta', '-1'], /'-1' is invalid.*from 0 to 1000/],
    ['an empty number', ['train', '--run', 'x', '--lr', ''], /invalid/],
    [
      'an unknown objective',
      ['train', '--run', 'x', '--objective', 'best'],
      /Allowed choices are elbo, notebook/,
    ],
    [
      'a third dimension too many',
      ['project', '--in', 'a', '--out', 'b', '--dims', '4'],
      /Allowed choices are 2, 3/,
    ],
    [
      'an empty folder name',
      ['evaluate', '--run', ''],
      /--run <folder>' argument '' is invalid. It is empty/,
    ],
    ['an empty data name', ['train', '--run', 'x', '--data', ' '], /--data <source>' .* It is empty/],
    ['no data', ['train', '--run', '/no/such/place/run'], /^Say what to train on/],
    [
      'a missing folder',
      ['train', '--run', '/no/such/run', '--data', '/no/such'],
      /There is no folder \/no\/such/,
    ],
    ['a missing run', ['evaluate', '--run', '/no/such'], /There is no folder \/no\/such/],
    ['an unknown ending', ['encode', '--run', 'x', '--out', 'a.xls'], /a\.xls must end in \.csv or \.npy/],
    [
      'a place that is not there',
      ['encode', '--run', 'x', '--out', '/no/such/a.csv'],
      /folder of \/no\/such\/a\.csv does not exist/,
    ],
    [
      'a missing file',
      ['project', '--in', '/no/such.npy', '--out', 'a.csv'],
      /There is no file \/no\/such\.npy/,
    ],
    ['neither --to nor --from', ['model', '--run', 'x'], /^Give either --to .* or --from/],
    ['an argument too many', ['evaluate', 'now', '--run', 'x'], /too many arguments/],
  ])('refuses %s with exit 2 and one line', async (_, argv, sentence) => {
    const { code, out, err } = await cli(...argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('prints help on standard output with exit 0', async () => {
    expect(await cli('train', '--help')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/--warmup <epochs>/) as unknown,
      err: '',
    });
  });
});
