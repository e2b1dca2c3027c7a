import type { Embedding } from '../../../contract/space';
import { goTo, selectSecond } from '../../store/map/selection';
import { useAtelier } from '../atelier-context';
import { fixed } from '../format';
import { PixelImage } from '../pixel-image';

interface NearestListProps {
  embedding: Embedding;
  /** Rows of the embedding, nearest first. */
  indices: ArrayLike<number>;
  /** How far each is; left out where they are near to nothing. */
  distances?: ArrayLike<number>;
}

/** Images, such as those near a vector; a click goes there. */
export function NearestList({ embedding, indices, distances }: NearestListProps) {
  const atelier = useAtelier();
  const { pixels, side, channels, labels, labelNames, n } = embedding;
  // An answer may be of images that have been replaced meanwhile.
  const known = Array.from(indices).filter((index) => index < n);
  return (
    <ul className="neighbours">
      {known.map((index, place) => {
        const name = labelNames[labels[index] ?? -1] ?? `#${index}`;
        return (
          <li key={index}>
            <button
              type="button"
              className="neighbour"
              data-testid="neighbour"
              title={`#${index}, ${name}. Shift-click for a path to it`}
              onClick={(event) => (event.shiftKey ? selectSecond(atelier, index) : goTo(atelier, index))}
            >
              <PixelImage {...{ pixels, side, channels, index }} label={`Go to image ${index}`} />{' '}
              <span className="neighbour-name">{name}</span>{' '}
              {distances !== undefined && (
                <span className="neighbour-distance">{fixed(distances[place] ?? Number.NaN, 2)}</span>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
