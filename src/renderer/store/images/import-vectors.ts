import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { leaveProject } from '../session/leave-project';
import { say, sentenceOf } from '../notices';
import { abandonMapping, forgetImages, layOut } from '../map/space';
import { folderName } from '../training/training';

/** Opens vectors from elsewhere as a map to explore, and says what is missing of them. */
export async function importVectors(
  atelier: Atelier,
  path: string,
  labels: readonly string[] = [],
): Promise<void> {
  const { store, bridge } = atelier;
  if (!(await leaveProject(atelier))) return;
  const beside = labels.length === 0 ? {} : { labels: [...labels] };
  abandonMapping(store);
  change(store, 'space', { progress: { text: 'Reading the vectors', fraction: null }, error: null });
  try {
    const { embedding, map, missing, fingerprint } = await bridge.spaceImport({ path, ...beside });
    forgetImages(atelier);
    change(store, 'space', {
      request: { title: folderName(path), split: 'all', vectors: { path, fingerprint, ...beside } },
      step: null,
      embedding,
      progress: null,
      ...(map === null ? {} : { map, positions: map.positions, dims: map.dims }),
    });
    say(store, 'info', missing.join(' '));
    if (map === null) await layOut(atelier, { fromLast: false });
  } catch (error) {
    change(store, 'space', { progress: null });
    say(store, 'error', sentenceOf(error));
  }
}
