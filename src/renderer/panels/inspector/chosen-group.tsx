import { Sigma } from 'lucide-react';
import type { Embedding } from '../../../contract/space';
import { averageGroup } from '../../store/map/groups';
import { useAtelier, useAtelierState } from '../atelier-context';
import { plural } from '../format';
import { NearestList } from '../latent/nearest-list';
import { GroupClasses } from '../map/group-classes';
import { PixelImage } from '../pixel-image';

const SHOWN = 12;

/** In the place of a chosen image, while images are chosen together: how many, of what, some of them and their mean. */
export function ChosenGroup({ embedding, rows }: { embedding: Embedding; rows: Uint32Array }) {
  const atelier = useAtelier();
  const mean = useAtelierState((state) => state.groups.mean);
  const error = useAtelierState((state) => state.groups.error);
  const shown = rows.subarray(0, SHOWN);
  return (
    <section className="block" aria-label="Chosen together" data-testid="chosen-group">
      <h3>{plural(rows.length, 'image', 'images')} selected</h3>
      <GroupClasses rows={rows} />
      {error !== null && (
        <p className="panel-error" role="alert">
          {error}
        </p>
      )}
      {mean === null ? (
        <div className="tool-row">
          <button type="button" className="button button-small" onClick={() => averageGroup(atelier)}>
            <Sigma aria-hidden="true" />
            Decode their mean
          </button>
        </div>
      ) : (
        <figure className="chosen-mean">
          <PixelImage
            pixels={mean.images.pixels}
            side={mean.images.side}
            channels={mean.images.channels}
            label="The decoded mean of the selected images"
          />
          <figcaption>The mean of their mu, decoded; marked in the map</figcaption>
        </figure>
      )}
      <h3>
        {rows.length > SHOWN ? 'The first of them' : 'They are'}{' '}
        <span className="unit">click to inspect</span>
      </h3>
      <NearestList embedding={embedding} indices={shown} />
    </section>
  );
}
