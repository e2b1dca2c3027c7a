/** 700 vectors with a name, one of 70 kinds and a number each, as CSV; those of a kind are near one another. */
export function tableOfWords(): string {
  const rows = Array.from({ length: 700 }, (_, row) => {
    const kind = row % 70;
    const mu = [0, 1, 2, 3].map((at) =>
      (Math.sin(kind * (at + 2)) * 5 + Math.sin(row * (at + 7)) / 4).toFixed(4),
    );
    return [`word-${row}`, `kind ${kind}`, ((row * 37) % 700) / 70, ...mu].join(',');
  });
  return ['name,kind,size,v0,v1,v2,v3', ...rows].join('\n');
}
