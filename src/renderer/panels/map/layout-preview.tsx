import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Embedding, MapPreview } from '../../../contract/space';
import { pixelRatio, typeScale, whenPageScaleChanges } from '../../scene/page-scale';
import { categorical, continuous } from '../../scene/palette';
import { Latest } from '../../store/latest';
import { colouringOf, type Colouring } from '../../store/map/legend';
import type { LayoutSettings } from '../../store/map/map-state';
import { sentenceOf } from '../../store/notices';
import { useAtelier, useAtelierState } from '../atelier-context';
import { count, fixed } from '../format';
import { drawPlaces } from './draw-places';

const points = 1000;
/** CSS pixels at the base size of type; the style sheet has the same in rem. */
const baseSide = 232;

interface Shown {
  preview: MapPreview | null;
  /** Null while the newest settings are being laid out. */
  of: LayoutSettings | null;
  error: string | null;
}

/** A sample of the images, laid out with the settings as they are while they are changed. */
export function LayoutPreviewPicture() {
  const { bridge } = useAtelier();
  const layout = useAtelierState((state) => state.settings.layout);
  const embedding = useAtelierState((state) => state.space.embedding);
  const map = useAtelierState((state) => state.space.map);
  const wish = useAtelierState((state) => state.settings.colourBy);
  const [shown, setShown] = useState<Shown>({ preview: null, of: null, error: null });
  const questions = useMemo(
    () =>
      new Latest<LayoutSettings, MapPreview>(
        (settings) => bridge.spacePreviewMap({ ...settings, continueFromLast: false, points }),
        (preview, of) => setShown({ preview, of, error: null }),
        (error, of) => setShown({ preview: null, of, error: sentenceOf(error) }),
      ),
    [bridge],
  );
  useEffect(() => {
    if (embedding !== null) questions.put(layout);
    return () => questions.forget();
  }, [questions, layout, embedding]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { preview } = shown;
  const side = useSyncExternalStore(whenPageScaleChanges, devicePixels);
  useEffect(() => {
    if (canvas.current === null || preview === null || embedding === null) return;
    const colouring = colouringOf(embedding, map, wish);
    drawPlaces(canvas.current, preview.map, coloursOf(colouring, preview.rows));
  }, [preview, embedding, map, wish, side]);
  const isNew = shown.of !== layout;
  return (
    <figure className="layout-preview" data-testid="layout-preview" data-state={isNew ? 'busy' : 'done'}>
      <canvas ref={canvas} width={side} height={side} role="img" aria-label="Preview of the map" />
      <figcaption role="status">{captionOf(embedding, shown, isNew)}</figcaption>
    </figure>
  );
}

/** Of the picture's side. */
function devicePixels(): number {
  return Math.round(baseSide * typeScale() * pixelRatio());
}

function captionOf(embedding: Embedding | null, { preview, error }: Shown, isNew: boolean): string {
  if (embedding === null) return 'The preview needs encoded images: train a model or open a run.';
  if (isNew) return 'Laying out a sample…';
  if (error !== null || preview === null) return error ?? '';
  const { n, seconds, trustworthiness } = preview.map;
  const total = Object.values(seconds).reduce((sum, one) => sum + one, 0);
  const trust = trustworthiness === null ? '' : `, trustworthiness ${fixed(trustworthiness, 3)}`;
  const basis = n >= embedding.n ? `All ${count(n)} images` : `${count(n)} of ${count(embedding.n)} images`;
  return `${basis} in ${fixed(total, 1)} s${trust}.`;
}

/** sRGB colours of some rows, `[rows, 3]`. */
function coloursOf({ column, legend }: Colouring, rows: Int32Array): [number, number, number][] {
  return Array.from(rows, (row) => {
    if (column.kind === 'classes') return categorical(column.classes[row] ?? -1);
    const { low, high } = legend.kind === 'scale' ? legend : { low: 0, high: 1 };
    return continuous(((column.values[row] ?? Number.NaN) - low) / (high - low || 1));
  });
}
