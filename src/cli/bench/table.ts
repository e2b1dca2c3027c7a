import type { BenchResult, Speed } from './figures';

/** The result as Markdown. */
export function benchTable(result: BenchResult): string[] {
  const { date, machine, versions, settings } = result;
  const { batch, steps, rounds } = settings;
  const cores = `${machine.cores} ${machine.cores === 1 ? 'core' : 'cores'}`;
  return [
    `${date.slice(0, 10)}, ${machine.cpu}, ${cores}, ${machine.memoryGiB} GiB, ${machine.platform}; ` +
      `Latent Atelier ${versions['latent-atelier'] ?? ''}, TensorFlow ${versions['tensorflow'] ?? ''}.`,
    `Fashion-MNIST, the notebook's network; training: batch ${batch}, ${steps} steps a round, median of ${rounds}.`,
    '',
    ...trainingTable(result),
    ...costTable(result),
  ];
}

function trainingTable({ training, ratios }: BenchResult): string[] {
  const { node, electron, pytorch } = training;
  const row = (name: string, { version, imagesPerSecond, rounds }: Speed, ratio?: number): string[] => [
    `${name} ${version}`,
    imagesPerSecond.toFixed(0),
    rounds.map((rate) => rate.toFixed(0)).join(', '),
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
  ];
  return markdown(
    ['training', 'images/s', 'each round', 'of PyTorch'],
    [
      row('Node', node, ratios.nodeToPyTorch),
      ...(electron === null ? [] : [row('Electron', electron, ratios.electronToPyTorch)]),
      ...(pytorch === null ? [] : [row('PyTorch', pytorch, 1)]),
    ],
  );
}

function costTable({ encode, decode, map }: BenchResult): string[] {
  if (encode === undefined || decode === undefined || map === undefined) return [];
  const s = (seconds: number): string => `${seconds.toFixed(2)} s`;
  const rows = [
    [`encode ${grouped(encode.images)} images`, s(encode.seconds)],
    ...decode.map(({ images, milliseconds }) => [
      `decode ${grouped(images)} ${images === 1 ? 'latent' : 'latents'}`,
      `${milliseconds.toFixed(1)} ms`,
    ]),
    [`place ${map.place.vectors} latents in the map`, `${map.place.milliseconds.toFixed(1)} ms`],
  ];
  const { anew, again, besideTraining } = map;
  const stages = (
    [
      ['nearest neighbours', 'neighbours'],
      ['graph', 'graph'],
      ['layout', 'layout'],
      ['trustworthiness', 'quality'],
      ['all of it', 'whole'],
    ] as const
  ).map(([title, stage]) => [title, ...[anew, again, besideTraining].map((seconds) => s(seconds[stage]))]);
  const title = `map of ${grouped(map.images)} mu in 3-D`;
  return [
    '',
    ...markdown(['Node', 'time'], rows),
    '',
    ...markdown([title, 'anew', 'again, moved a little', 'again, while a run trains'], stages),
  ];
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** A table whose columns stand under each other in a terminal too. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
