import {
  addPreview,
  encodePreview,
  readAsTheRun,
  trainOnPreview,
  whyNotEncode,
} from '../../store/images/folder-preview';
import { unlikeTheRun, type Unlike } from '../../store/images/as-the-run';
import type { FolderPreview } from '../../store/images/data-state';
import { isActive } from '../../store/training/training-phase';
import { useAtelier, useAtelierState } from '../atelier-context';

/** What can be done with the images: train on them, or place them in the open model's map. */
export function PreviewButtons({ preview }: { preview: FolderPreview }) {
  const atelier = useAtelier();
  const run = useAtelierState((state) => state.training.run);
  const active = useAtelierState((state) => isActive(state.training.phase));
  const hasMap = useAtelierState((state) => state.space.embedding !== null);
  const whyNot = whyNotEncode(preview, run);
  const { summary } = preview;
  const unlike = run === null ? null : unlikeTheRun(preview, run);
  // What could not be read after all is still shown, and nothing can be done with it.
  const nothing = summary === null || preview.error !== null;
  const cannot = nothing || whyNot !== null;
  return (
    <footer className="modal-foot">
      <p id="why-not-encode" className="modal-why">
        {active ? 'A run is being trained; stop it to train on these.' : (whyNot ?? inTheMap(unlike))}
        {unlike !== null && (
          <button type="button" className="link" onClick={() => readAsTheRun(atelier)}>
            Show them as the model’s own
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
        title={hasMap ? 'Encode them with the open model, in a colour of their own' : 'There is no map yet'}
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

/** How they are read in the model's map, where that is not as they are shown or not as its own images were. */
function inTheMap(unlike: Unlike | null): string | null {
  if (unlike === null) return null;
  const { adapted, chosen } = unlike;
  const sentences = [
    ...(adapted === null ? [] : [`In the model’s map they are read as its own images were: ${adapted}.`]),
    ...(chosen === null
      ? []
      : [`Its own images were read as ${chosen.own}; these stay ${chosen.these}, by your choice.`]),
  ];
  return sentences.join(' ');
}
