import { CircleAlert, LoaderCircle, Orbit } from 'lucide-react';
import {
  findImageLabels,
  findImages,
  findVectorLabels,
  findVectors,
  hasLabelTable,
} from '../../store/images/find-images';
import { isOwnTestSet } from '../../store/map/space';
import type { AtelierState } from '../../store/state';
import { isActive } from '../../store/training/training-phase';
import { mapAgain } from '../../store/map/map-again';
import { useAtelier, useAtelierState } from '../atelier-context';

/** What may lie elsewhere, when nothing could be encoded; null when that would not help. */
function whatToFind({ space, training, project }: AtelierState): 'images' | 'vectors' | null {
  if (space.embedding !== null || space.request === null) return null;
  if (space.request.vectors !== undefined) return project === null ? null : 'vectors';
  const { run } = training;
  const mayHaveMoved = run !== null && run.source.kind !== 'fashion-mnist';
  return mayHaveMoved && isOwnTestSet(space.request) ? 'images' : null;
}

/** Whether the labels were read from a file beside those, which may lie elsewhere too. */
function hasLabelsBeside(state: AtelierState, what: 'images' | 'vectors' | null): boolean {
  if (what === 'vectors') return (state.space.request?.vectors?.labels ?? []).length > 0;
  return what === 'images' && hasLabelTable(state);
}

/** What stands where the map will be. */
export function MapEmpty() {
  const atelier = useAtelier();
  const phase = useAtelierState((state) => state.training.phase);
  const hasModel = useAtelierState(
    (state) =>
      state.training.run !== null && (state.training.run.step > 0 || state.training.epochs.length > 0),
  );
  const { progress, error } = useAtelierState((state) => state.space);
  const find = useAtelierState(whatToFind);
  const hasLabels = useAtelierState((state) => hasLabelsBeside(state, whatToFind(state)));
  const opening = useAtelierState((state) => state.opening);
  if (error !== null) {
    return (
      <div className="map-empty" role="alert">
        <CircleAlert aria-hidden="true" />
        <strong>There is no map yet</strong>
        <p>{error}</p>
        <div className="map-empty-buttons">
          {find === 'vectors' && (
            <button type="button" className="button" onClick={() => void findVectors(atelier)}>
              Find the vectors…
            </button>
          )}
          {find === 'images' && (
            <button type="button" className="button" onClick={() => void findImages(atelier)}>
              Find the images…
            </button>
          )}
          {hasLabels && (
            <button
              type="button"
              className="button"
              onClick={() => void (find === 'vectors' ? findVectorLabels : findImageLabels)(atelier)}
            >
              Find the labels…
            </button>
          )}
          <button type="button" className="button" onClick={() => void mapAgain(atelier)}>
            Try again
          </button>
        </div>
      </div>
    );
  }
  if (progress !== null || opening !== null) {
    return (
      <div className="map-empty">
        <LoaderCircle aria-hidden="true" className="turning" />
        <strong>The map is on its way</strong>
        <p>Images become latents, latents become places. Points appear as soon as the layout begins.</p>
      </div>
    );
  }
  return (
    <div className="map-empty">
      <Orbit aria-hidden="true" />
      <strong>{isActive(phase) ? 'The map forms after the first epoch' : 'No map yet'}</strong>
      <p>
        {isActive(phase)
          ? 'From then on it moves with every epoch, while the model goes on learning.'
          : hasModel
            ? 'The open model can place its test set.'
            : 'Start training on the left. After the first epoch every test image has its place here.'}
      </p>
      {!isActive(phase) && hasModel && (
        <button type="button" className="button" onClick={() => void mapAgain(atelier)}>
          Map the test set
        </button>
      )}
    </div>
  );
}
