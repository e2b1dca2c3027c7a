/**
 * Moves rows of `rowBytes` so that row i is what row `order[i]` was, where they are: a copy of a large data set would
 * need its memory twice. `order` names each row at most once; the rows it does not name end up behind the others.
 */
export function gatherRows(data: Uint8Array, order: readonly number[], rowBytes: number): void {
  const rows = data.length / rowBytes;
  const from = new Int32Array(rows).fill(-1);
  const named = new Uint8Array(rows);
  order.forEach((row, i) => {
    from[i] = row;
    named[row] = 1;
  });
  let unnamed = 0;
  for (let i = order.length; i < rows; i++) {
    while (named[unnamed] === 1) unnamed += 1;
    from[i] = unnamed++;
  }
  const moved = new Uint8Array(rows);
  const first = new Uint8Array(rowBytes);
  for (let start = 0; start < rows; start++) {
    if (moved[start] === 1 || from[start] === start) continue;
    // One cycle of the permutation: its first row waits outside while the others move up.
    first.set(data.subarray(start * rowBytes, (start + 1) * rowBytes));
    let to = start;
    for (let row = from[to]!; row !== start; row = from[to]!) {
      data.copyWithin(to * rowBytes, row * rowBytes, (row + 1) * rowBytes);
      moved[to] = 1;
      to = row;
    }
    data.set(first, to * rowBytes);
    moved[to] = 1;
  }
}
