const BLANK = /[ \t]/;

/** The cells of a line that blanks separate, as R's `write.table` and NumPy write it, without their quotes (`\"` or `""` within is one). */
export function spacedCells(line: string): string[] {
  const cells: string[] = [];
  let at = 0;
  let hasQuotes = true;
  while (at < line.length) {
    if (BLANK.test(line[at]!)) {
      at++;
      continue;
    }
    const quoted: QuotedCell | null = hasQuotes && line[at] === '"' ? quotedCell(line, at + 1) : null;
    // One that is never closed is not looked for again.
    hasQuotes &&= quoted !== null || line[at] !== '"';
    if (quoted === null) {
      const start = at;
      while (at < line.length && !BLANK.test(line[at]!)) at++;
      cells.push(line.slice(start, at));
    } else {
      cells.push(quoted.text);
      at = quoted.end;
    }
  }
  return cells;
}

interface QuotedCell {
  text: string;
  end: number;
}

/** The text up to the quote before a blank or the end, and the place after that; null when there is none. */
function quotedCell(line: string, start: number): QuotedCell | null {
  let text = '';
  for (let at = start; at < line.length; at++) {
    const next = line[at + 1];
    if (line[at] === '\\' && (next === '"' || next === '\\')) text += line[++at]!;
    else if (line[at] === '"' && next === '"') text += line[++at]!;
    else if (line[at] !== '"') text += line[at]!;
    else return next === undefined || BLANK.test(next) ? { text, end: at + 1 } : null;
  }
  return null;
}
