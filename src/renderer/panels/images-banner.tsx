import { FileSearch, FolderSearch, ImageOff, ScanSearch, Trash2 } from 'lucide-react';
import { findAdded, giveUpAdded } from '../store/images/find-added';
import { findImageLabels, findImages, hasLabelTable } from '../store/images/find-images';
import { openPreview } from '../store/images/folder-preview';
import type { MissingImages } from '../store/images/missing-images';
import { isActive } from '../store/training/training-phase';
import { useAtelier, useAtelierState } from './atelier-context';

/** Images that belong in the map and are missing, or others: what stands in for them, and the ways on. */
export function ImagesBanner() {
  const missing = useAtelierState((state) => state.space.missing);
  return (
    <>
      <OwnImages />
      {missing.map((each) => (
        <AddedSet key={each.images.fingerprint} missing={each} />
      ))}
    </>
  );
}

function useIsBusy(): boolean {
  return useAtelierState((state) => state.space.progress !== null || isActive(state.training.phase));
}

/** The run's own. */
function OwnImages() {
  const atelier = useAtelier();
  const absent = useAtelierState(({ space: { embedding, request } }) =>
    // Of vectors from elsewhere it was said when they were opened.
    (request?.joined?.first ?? request)?.vectors === undefined ? embedding?.absent : undefined,
  );
  const source = useAtelierState((state) => state.training.run?.source);
  const hasTable = useAtelierState(hasLabelTable);
  const busy = useIsBusy();
  if (absent === undefined || source === undefined) return null;
  return (
    <div className="banner" role="status" data-testid="images-banner">
      <ImageOff aria-hidden="true" />
      <p>
        {absent.why} Meanwhile the map is as the run kept it, and reconstructions stand in for its images.
      </p>
      {absent.changed && (
        <button
          type="button"
          className="button button-small"
          disabled={busy}
          onClick={() => openPreview(atelier, source, absent.why)}
        >
          <ScanSearch aria-hidden="true" /> Look at these…
        </button>
      )}
      {source.kind !== 'fashion-mnist' && (
        <button
          type="button"
          className="button button-small"
          disabled={busy}
          onClick={() => void findImages(atelier)}
        >
          <FolderSearch aria-hidden="true" /> Find the images…
        </button>
      )}
      {hasTable && (
        <button
          type="button"
          className="button button-small"
          disabled={busy}
          onClick={() => void findImageLabels(atelier)}
        >
          <FileSearch aria-hidden="true" /> Find the labels…
        </button>
      )}
    </div>
  );
}

function AddedSet({ missing }: { missing: MissingImages }) {
  const atelier = useAtelier();
  const busy = useIsBusy();
  const { title } = missing.images;
  return (
    <div className="banner" role="status" data-testid="added-banner">
      <ImageOff aria-hidden="true" />
      <p>
        The images of {title} are not in the map: {missing.why} Their pins, selections and places are kept.
      </p>
      <button
        type="button"
        className="button button-small"
        disabled={busy}
        onClick={() => giveUpAdded(atelier, missing)}
      >
        <Trash2 aria-hidden="true" /> Take them out
      </button>
      <button
        type="button"
        className="button button-small"
        disabled={busy}
        onClick={() => void findAdded(atelier, missing)}
      >
        <FolderSearch aria-hidden="true" /> Find the images…
      </button>
    </div>
  );
}
