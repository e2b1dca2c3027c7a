import {
  addPreview,
  encodePreview,
  setPreviewOptions,
  trainOnPreview,
  whyNotEncode,
} from '../../store/images/folder-preview';
import type { FolderPreview } from '../../store/images/data-state';
import { isActive } from '../../store/training/training-phase';
import { useAtelier, useAtelierState } from '../atelier-context';
import { imageShape } from '../format';

/** What can be done with the images: train on them, or place them in a map with the model at hand. */
export function PreviewButtons({ preview }: { preview: FolderPreview }) {
  const atelier = useAtelier();
  const run = useAtelierState((state) => state.training.run);
  const active = useAtelierState((state) => isActive(state.training.phase));
  const hasMap = useAtelierState((state) => state.space.embedding !== null);
  const whyNot = whyNotEncode(preview, run);
  const { summary } = preview;
  const network = run?.network;
  const differs =
    network !== undefined &&
    summary !== null &&
    (summary.side !== network.side || summary.channels !== network.channels);
  // What could not be read after all is still shown, and nothing can be done with it.
  const nothing = summary === null || preview.error !== null;
  const cannot = nothing || whyNot !== null;
  return (
    <footer className="modal-foot">
      <p id="why-not-encode" className="modal-why">
        {active ? 'A run is being trained; stop it to train on these.' : whyNot}
        {differs && (
          <button
            type="button"
            className="link"
            onClick={() => setPreviewOptions(atelier, { side: network.side, channels: network.channels })}
          >
            Read them as {imageShape(network.side, network.channels)}
          </button>
        )}
      </p>
      <button
        type="button"
        className="button"
        disabled={cannot}
        aria-describedby="why-not-encode"
        onClick={() => void encodePreview(atelier)}
      >
        Map these alone
      </button>
      <button
        type="button"
        className="button"
        disabled={cannot || !hasMap}
        aria-describedby="why-not-encode"
        title={
          hasMap ? 'Encode them with the model at hand, in a colour of their own' : 'There is no map yet'
        }
        onClick={() => void addPreview(atelier)}
      >
        Add to the map
      </button>
      <button
        type="button"
        className="button button-primary"
        disabled={nothing || active}
        onClick={() => trainOnPreview(atelier)}
      >
        Train on these
      </button>
    </footer>
  );
}
