import { isMissing } from '../formats/decimal';
import { isOfTexts, type ForeignColumn } from '../formats/foreign-table';

/** By column: to look at every cell once is enough. */
const known = new WeakMap<ForeignColumn, ForeignColumn>();

/** A column of true and false, in any case, with the numbers 1 and 0, missing ones NaN; any other column as it is. */
export function truthsAsNumbers(column: ForeignColumn): ForeignColumn {
  if (!isOfTexts(column)) return column;
  const before = known.get(column);
  if (before !== undefined) return before;
  const made = numbered(column);
  known.set(column, made);
  return made;
}

function numbered(column: ForeignColumn): ForeignColumn {
  const numbers = new Float64Array(column.n);
  let isKnown = false;
  for (const [row, text] of column.texts.entries()) {
    const truth = text.trim().toLowerCase();
    if (truth === 'true' || truth === 'false') {
      numbers[row] = truth === 'true' ? 1 : 0;
      isKnown = true;
    } else if (text === '' || isMissing(text)) numbers[row] = NaN;
    else return column;
  }
  return isKnown ? { ...column, numbers } : column;
}
