/** How the map looks; colours are `#rrggbb`. */
export interface SceneTheme {
  background: string;
  /** How far the furthest points of a 3-D map fade into the background, 0 to 1. */
  haze: number;
  /** Lines of the ground grid. */
  grid: string;
  /** Ring of the selected and of the hovered point. */
  ring: string;
  /** Ring of the path's other end. */
  secondRing: string;
  /** The path and its beads. */
  path: string;
  /** The place that was decoded. */
  marker: string;
}

export const darkTheme: SceneTheme = {
  background: '#0e1116',
  haze: 0.55,
  grid: '#8fa0bd',
  ring: '#ffffff',
  secondRing: '#ffd166',
  path: '#ffe9b0',
  marker: '#ff5ca8',
};

export const lightTheme: SceneTheme = {
  background: '#f7f6f3',
  haze: 0.42,
  grid: '#5b6472',
  ring: '#14171c',
  secondRing: '#b3570a',
  path: '#1d2430',
  marker: '#c2186b',
};
