import { categoricalCss } from '../../scene/palette';

/** The colour of a compared run, by the order in which it was chosen: the map's own, which the colour-blind can tell apart. */
export function lineColour(place: number): string {
  return categoricalCss(place);
}
