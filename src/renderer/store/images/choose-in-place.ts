import type { DataSource } from '../../../contract/dataset';
import type { Atelier } from '../atelier';

/** Lets the user choose folders in the place of a source that is missing; null when he changed his mind. */
export async function chooseInPlace({ bridge }: Atelier, former: DataSource): Promise<DataSource | null> {
  if (former.kind === 'fashion-mnist') return null;
  const { items } = await bridge.dialogChooseImages({ what: 'folders' });
  return relocated(
    former,
    items.map(({ path }) => path),
  );
}

/** The source that is meant by the folders that were chosen in its place; null when none were. */
export function relocated(
  former: Exclude<DataSource, { kind: 'fashion-mnist' }>,
  chosen: readonly string[],
): DataSource | null {
  const [first] = chosen;
  if (first === undefined) return null;
  if (former.kind === 'folder') return { kind: 'folder', path: first };
  if (chosen.length > 1 || former.paths.length === 1) return { kind: 'images', paths: [...chosen] };
  // One folder for several: they lie in it under their names.
  const names = former.paths.map((path) => path.split(/[\\/]/).findLast((part) => part !== '') ?? path);
  return { kind: 'images', paths: names.map((name) => `${first.replace(/(?<![\\/])[\\/]+$/, '')}/${name}`) };
}
