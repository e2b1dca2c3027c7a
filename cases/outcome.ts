import { z } from 'zod';
import { runCli } from '../src/cli/testing/run-cli';

/** What a terminal says of a file of vectors. */
export interface Outcome {
  /** Points and dimensions: `40 x 8`. */
  size: string;
  /** The first and the last column of the vectors, one alone for lists; none of an array. */
  vectors: string[];
  label: string | null;
  split: string | null;
  /** The column of image files. */
  images: string | null;
  notes: string;
}

const column = z.object({ column: z.string() }).nullable();
const report = z.object({
  points: z.number(),
  from: z.number(),
  columns: z.array(z.string()),
  roles: z.object({ label: column, split: column, path: column }),
  notes: z.array(z.string()),
});

/** Lays a file of vectors out, and answers what was taken, or the sentence of the refusal. */
export async function outcomeOf(file: string, map: string): Promise<Outcome | string> {
  const options = ['--method', 'pca', '--dims', '2', '--json'];
  const { code, out, err } = await runCli('project', '--in', file, '--out', map, ...options);
  if (code !== 0) return err;
  const { points, from, columns, roles, notes } = report.parse(JSON.parse(out));
  return {
    size: `${points} x ${from}`,
    vectors: columns.filter((_, i) => i === 0 || i === columns.length - 1),
    label: roles.label?.column ?? null,
    split: roles.split?.column ?? null,
    images: roles.path?.column ?? null,
    notes: notes.join(' '),
  };
}
