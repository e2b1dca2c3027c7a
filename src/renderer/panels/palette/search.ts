import type { Action } from '../../store/actions/action';
import { allActions } from '../../store/actions/all-actions';
import { goTo } from '../../store/map/selection';
import type { AtelierState } from '../../store/state';
import { count } from '../format';
import { rank } from './rank';

/** An action that answers, and why it cannot be done now. */
export interface Found {
  action: Action;
  whyNot: string | null;
}

/** What answers the query, the best first; what is possible now before what is not. */
export function search(query: string, state: AtelierState): Found[] {
  const image = imageAction(query, state);
  if (image !== null) return [image];
  return allActions
    .filter(({ id }) => id !== 'show-palette')
    .flatMap((action) => {
      const score = rank(`${action.title} ${action.group}`, query, action.words);
      return score === null ? [] : [{ action, score, whyNot: action.whyNot?.(state) ?? null }];
    })
    .sort(
      (first, second) =>
        Number(first.whyNot !== null) - Number(second.whyNot !== null) || second.score - first.score,
    );
}

/** A bare number is that of an image. */
function imageAction(query: string, { space }: AtelierState): Found | null {
  if (!/^#?\d+$/.test(query.trim())) return null;
  const index = Number(query.trim().replace('#', ''));
  const { embedding } = space;
  const inside = embedding !== null && index < embedding.n;
  return {
    action: {
      id: 'go-to-image',
      title: `Go to Image ${count(index)}`,
      group: 'Map',
      run: (atelier) => goTo(atelier, index),
    },
    whyNot: inside
      ? null
      : embedding === null
        ? 'Nothing is encoded yet.'
        : `There are ${count(embedding.n)} images, from 0.`,
  };
}
