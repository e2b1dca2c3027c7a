import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const sheets = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.css'))
  .map((file) => [file, readFileSync(path.join(import.meta.dirname, file), 'utf8')] as const);

/** A bare `1fr` is never narrower than the longest word in it, so that a file name sets the width of a panel. */
it.each(sheets)('%s has no grid column that grows with a long name', (_, sheet) => {
  const columns = sheet.match(/grid-(?:template|auto)-columns:[^;]*/g) ?? [];
  const growing = columns.filter((rule) => /\dfr\b/.test(rule.replaceAll(/minmax\([^()]*\)/g, '')));
  expect(growing).toEqual([]);
});
