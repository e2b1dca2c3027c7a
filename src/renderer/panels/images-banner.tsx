import { FolderSearch, ImageOff } from 'lucide-react';
import { findImages } from '../store/images/find-images';
import { isActive } from '../store/training/training-phase';
import { useAtelier, useAtelierState } from './atelier-context';

/** The run's images are missing, or others: what stands in for them, and the way to point to the right ones. */
export function ImagesBanner() {
  const atelier = useAtelier();
  const absent = useAtelierState((state) => state.space.embedding?.absent);
  const canBeFound = useAtelierState(
    ({ training: { run } }) => run !== null && run.source.kind !== 'fashion-mnist',
  );
  const busy = useAtelierState((state) => state.space.progress !== null || isActive(state.training.phase));
  if (absent === undefined) return null;
  return (
    <div className="banner" role="status" data-testid="images-banner">
      <ImageOff aria-hidden="true" />
      <p>{absent} Meanwhile the map is as the run kept it, and reconstructions stand in for its images.</p>
      {canBeFound && (
        <button
          type="button"
          className="button button-small"
          disabled={busy}
          onClick={() => void findImages(atelier)}
        >
          <FolderSearch aria-hidden="true" /> Find the images…
        </button>
      )}
    </div>
  );
}
