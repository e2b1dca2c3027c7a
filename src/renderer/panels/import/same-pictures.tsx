import type { Duplicates } from '../../../contract/dataset';
import { count, plural } from '../format';

/** The images that are there more than once, in pairs; those that are for training and for testing first. */
export function SamePictures({ duplicates }: { duplicates: Duplicates }) {
  const { images, across, pairs } = duplicates;
  if (images === 0) return null;
  return (
    <details className="left-out" data-testid="same-pictures">
      <summary>
        {plural(images, 'image', 'images')} more than once
        {across > 0 && `, ${count(across)} for training and for testing`}
      </summary>
      <ul className="left-out-list" tabIndex={0} aria-label="The same pictures">
        {pairs.map((pair) => (
          <li key={pair.second}>
            <span className="path">{pair.second}</span>
            <span className="path">
              {pair.first}
              {pair.across && ' (training and testing)'}
            </span>
          </li>
        ))}
        {images > pairs.length && <li className="left-out-more">{count(images - pairs.length)} more.</li>}
      </ul>
    </details>
  );
}
