import type { LatentMap } from '../../../contract/space';

/** Share of the picture's side that is a disc's radius. */
const discRadius = 0.0065;
/** Share of the picture's side that stays empty at its rim. */
const margin = 0.06;
/** A 3-D map is seen a little from the side and from above, so that its depth shows. */
const turned = { azimuth: 0.5, elevation: 0.35 };

/** Draws a small map as discs, those in front last. @param colours of each point, sRGB, 0 to 1 */
export function drawPlaces(
  canvas: HTMLCanvasElement,
  { n, dims, positions }: Pick<LatentMap, 'n' | 'dims' | 'positions'>,
  colours: readonly (readonly [number, number, number])[],
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const seen = Array.from({ length: n }, (_, i) => viewOf(positions, i, dims)).map((place, i) => ({
    place,
    i,
  }));
  const finite = seen.filter(({ place }) => place.every(Number.isFinite));
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  if (finite.length === 0) return;
  const ends = [0, 1].map((axis) => {
    const values = finite.map(({ place }) => place[axis]!);
    return { low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b)) };
  });
  const span = Math.max(...ends.map(({ low, high }) => high - low)) || 1;
  const scale = (Math.min(width, height) * (1 - 2 * margin)) / span;
  const [cx = 0, cy = 0] = ends.map(({ low, high }) => (low + high) / 2);
  finite.sort((a, b) => a.place[2] - b.place[2]);
  for (const { place, i } of finite) {
    const [r, g, b] = colours[i] ?? [0.5, 0.5, 0.5];
    context.fillStyle = `rgb(${r * 255} ${g * 255} ${b * 255})`;
    context.beginPath();
    context.arc(
      width / 2 + (place[0] - cx) * scale,
      height / 2 - (place[1] - cy) * scale,
      discRadius * Math.min(width, height),
      0,
      2 * Math.PI,
    );
    context.fill();
  }
}

/** To the right, upwards and towards the eye. */
function viewOf(positions: Float32Array, i: number, dims: 2 | 3): [number, number, number] {
  const [x, y] = [positions[i * dims]!, positions[i * dims + 1]!];
  if (dims === 2) return [x, y, 0];
  const z = positions[i * 3 + 2]!;
  const { azimuth, elevation } = turned;
  const right = x * Math.cos(azimuth) + z * Math.sin(azimuth);
  const depth = z * Math.cos(azimuth) - x * Math.sin(azimuth);
  return [
    right,
    y * Math.cos(elevation) - depth * Math.sin(elevation),
    depth * Math.cos(elevation) + y * Math.sin(elevation),
  ];
}
