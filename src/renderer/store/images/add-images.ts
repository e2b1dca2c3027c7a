import type { DataOptions, DataSource } from '../../../contract/dataset';
import type { AddedImages } from '../../../contract/project';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { withTables } from './added-tables';
import { sourceName } from '../training/runs';
import type { SpaceRequest } from '../map/space-state';

/** With a `fingerprint` only the very images that have it will do. */
interface NewImages {
  title: string;
  source: DataSource;
  options: DataOptions;
  fingerprint?: string;
}

/**
 * Encodes images with the model at hand and adds them to those in the map, where there is one in their places. Null when
 * meanwhile another model or other images were opened. Throws what the engine says.
 */
export async function addImages(
  atelier: Atelier,
  { title, source, options, fingerprint }: NewImages,
): Promise<AddedImages | null> {
  const { store, bridge } = atelier;
  const { space, training } = store.getState();
  const { run } = training;
  const former = space.embedding;
  if (run === null) return null;
  const isStill = () => store.getState().space.embedding === former;
  change(store, 'space', { progress: { text: 'Encoding the images', fraction: null }, error: null });
  try {
    const { embedding, map, added } = await bridge.spaceAdd({
      source,
      options,
      ...(fingerprint === undefined ? {} : { fingerprint }),
    });
    if (!isStill()) return null;
    const images: AddedImages = { title, source, options, ...added };
    const request = store.getState().space.request ?? { title: sourceName(run.source), split: 'test' };
    const joined = joinedRequest(request, images, run);
    const withAll = await withTables(atelier, embedding, joined.tables);
    if (!isStill()) return null;
    change(store, 'space', {
      embedding: withAll.embedding,
      progress: null,
      request: withAll.kept === undefined ? joined : { ...joined, tables: withAll.kept },
      ...(map === null ? {} : { map, positions: map.positions, dims: map.dims }),
    });
    return images;
  } catch (error) {
    if (!isStill()) return null;
    change(store, 'space', { progress: null });
    throw error;
  }
}

function joinedRequest(
  request: SpaceRequest,
  images: AddedImages,
  own: { source: DataSource; options: DataOptions },
): SpaceRequest {
  const { joined, tables } = request;
  return {
    ...(tables === undefined ? {} : { tables }),
    split: request.split,
    // Named, so that the end of an epoch does not put the test set alone in their place.
    source: request.source ?? own.source,
    options: request.options ?? own.options,
    title: `${request.title} and ${images.title}`,
    joined: { first: joined?.first ?? request, added: [...(joined?.added ?? []), images] },
  };
}
