import type { Ref } from 'react';
import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { liveOf } from '../../store/latent/live-dimensions';
import { stopSearch } from '../../store/latent/search';
import { stopMapping } from '../../store/map/layout';
import { lightAll, litCount, narrowedBy } from '../../store/map/lit';
import type { LitBy } from '../../store/map/map-state';
import { mapOnScreen, replayedMap } from '../../store/training/replay';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Hint } from '../controls';
import { count, fixed, percent } from '../format';
import { Cancellable } from '../progress';

type MapFigures = NonNullable<ReturnType<typeof mapOnScreen>>;

/** How far the map is while it is made, and how far it is to be trusted once it stands. */
export function MapStatus({ ref }: { ref?: Ref<HTMLDivElement> }) {
  const atelier = useAtelier();
  const progress = useAtelierState((state) => state.space.progress);
  const search = useAtelierState((state) => state.latent.search);
  const map = useAtelierState((state) => state.space.map);
  const n = useAtelierState((state) => state.space.embedding?.n);
  const points = useAtelierState((state) => state.space.positions !== null);
  return (
    <div
      ref={ref}
      className="map-status"
      data-testid="map-status"
      data-state={statusOf(progress !== null, map !== null)}
    >
      {points && n !== undefined && <span>{count(n)} points</span>}
      {points && <Collapse />}
      {points && <Lit />}
      {points && <OutOfView />}
      {points && n !== undefined && <FewThumbnails n={n} />}
      {progress === null && map !== null && <Trust />}
      {progress !== null && (
        <Cancellable progress={progress} of="map" onCancel={() => void stopMapping(atelier)} />
      )}
      {progress === null && search !== null && (
        <Cancellable progress={search} of="search" onCancel={() => void stopSearch(atelier)} />
      )}
    </div>
  );
}

function statusOf(busy: boolean, done: boolean): string {
  if (busy) return 'busy';
  return done ? 'done' : 'empty';
}

/** Says when graphics memory does not hold a thumbnail for every point. */
function FewThumbnails({ n }: { n: number }) {
  const thumbnails = useAtelierState((state) => state.space.thumbnails);
  const hasImages = useAtelierState((state) => (state.space.embedding?.pixels.length ?? 0) > 0);
  if (thumbnails === null || thumbnails >= n || !hasImages) return null;
  return (
    <Hint text="Graphics memory holds no more. The other points stay discs however near they are; the inspector shows their images.">
      <button type="button" className="figure-button" data-testid="few-thumbnails">
        {thumbnails === 0 ? 'no thumbnails' : `thumbnails for the first ${count(thumbnails)}`}
      </button>
    </Hint>
  );
}

/** A few points far from all others are not fitted into the view: they would make a dot of the rest. */
function OutOfView() {
  const far = useAtelierState((state) => state.mapView.outOfView);
  if (far === 0) return null;
  return (
    <Hint text="They lie so far from the rest that the rest would be a dot beside them. Zoom out (−) to see them.">
      <button type="button" className="figure-button" data-testid="out-of-view">
        {count(far)} far off, out of view
      </button>
    </Hint>
  );
}

/** A map of a collapsed posterior looks like any other, and shows nothing of the images. */
function Collapse() {
  const embedding = useAtelierState((state) => state.space.embedding);
  if (embedding === null || !liveOf(embedding).collapsed) return null;
  return (
    <Hint text="Hardly any latent dimension varies with the image, so that the places are mostly noise: what lies near what in this map says little of the images. The training panel says what to change.">
      <button type="button" className="figure-button map-collapsed" data-testid="map-collapsed">
        <TriangleAlert aria-hidden="true" /> <strong>Collapsed model</strong>: places say little
      </button>
    </Hint>
  );
}

/** Which points are lit and by what, and the way back to all of them. */
function Lit() {
  const atelier = useAtelier();
  const mapView = useAtelierState((state) => state.mapView);
  const groups = useAtelierState((state) => state.groups);
  const space = useAtelierState((state) => state.space);
  const settings = useAtelierState((state) => state.settings);
  const lit = useMemo(
    () => litCount({ mapView, groups, space, settings }),
    [mapView, groups, space, settings],
  );
  const [by, ...waiting] = narrowedBy({ mapView, groups });
  if (lit === null || by === undefined) return null;
  const source: Record<LitBy, string> = {
    search: `found by “${mapView.query.trim()}”`,
    selection: 'selected',
    legend: 'left by the legend',
  };
  const others: Record<LitBy, string> = {
    search: 'the search',
    selection: `the selection of ${count(groups.rows?.length ?? 0)}`,
    legend: 'what the legend dims',
  };
  const rule =
    'What was asked for last lights the map: a search, a selection, or the classes and values that the legend leaves.';
  return (
    <span className="map-lit" data-testid="map-lit">
      <Hint
        text={
          waiting.length === 0
            ? rule
            : `${rule} Also there, and not shown now: ${waiting.map((one) => others[one]).join(' and ')}.`
        }
      >
        <button type="button" className="figure-button">
          <strong>{count(lit)} lit</strong> <span className="map-lit-by">{source[by]}</span>
        </button>
      </Hint>
      <button
        type="button"
        className="button button-small"
        title="Ends the search and the selection, and shows all that the legend dims"
        onClick={() => lightAll(atelier)}
      >
        Light all
      </button>
    </span>
  );
}

function Trust() {
  const map = useAtelierState(mapOnScreen);
  const epoch = useAtelierState((state) => replayedMap(state)?.epoch ?? null);
  if (map === null) return null;
  const { trustworthiness, neighboursKept, explainedVariance, sampled, n } = map;
  const basis =
    sampled >= n ? `all ${count(n)} points` : `a sample of ${count(sampled)} of ${count(n)} points`;
  const explained = explainedVariance.reduce((sum, share) => sum + share, 0);
  return (
    <>
      {epoch !== null && <strong data-testid="map-epoch">Map of epoch {epoch}</strong>}
      {trustworthiness !== null && (
        <Figure
          testId="map-quality"
          name="Trustworthiness"
          value={fixed(trustworthiness, 3)}
          text={`How far near neighbours in the map are near neighbours in latent space too: 1 is a map that brings no strangers close. Of the 15 nearest, on ${basis}.`}
        />
      )}
      {neighboursKept !== null && (
        <Figure
          testId="map-kept"
          name="Neighbours kept"
          value={percent(neighboursKept)}
          text={`The share of an image's 15 nearest in latent space that are among its 15 nearest in the map, on ${basis}. Colour by distortion to see where they are lost.`}
        />
      )}
      {explainedVariance.length > 0 && (
        <Figure
          testId="map-variance"
          name="Variance explained"
          value={percent(explained)}
          text={`The share of the latents' variance along the axes of the map: ${explainedVariance.map(percent).join(', ')}.`}
        />
      )}
      <Caveats map={map} />
      <LayoutTime map={map} />
    </>
  );
}

/** Says it where one sees it when the map is not made of all neighbours of all points. */
function Caveats({ map }: { map: MapFigures }) {
  const { landmarks, neighbours, n } = map;
  return (
    <>
      {landmarks !== null && landmarks < n && (
        <Figure
          testId="map-landmarks"
          name="Landmark map of"
          value={count(landmarks)}
          text={`${count(landmarks)} points were laid out together; each of the other ${count(n - landmarks)} stands where its nearest of them are.`}
        />
      )}
      {!neighbours.exact && (
        <Figure
          testId="map-recall"
          name="Neighbours found"
          value={percent(neighbours.recall)}
          text={`The nearest in latent space were found approximately: this share of the true ones, measured on ${count(neighbours.sampled)} points.`}
        />
      )}
    </>
  );
}

function LayoutTime({ map }: { map: MapFigures }) {
  const { neighbours, graph, layout, quality } = map.seconds;
  const total = neighbours + graph + layout + quality;
  const stages = `Neighbours ${fixed(neighbours, 1)} s, graph ${fixed(graph, 1)} s, layout ${fixed(layout, 1)} s${
    map.epochs > 0 ? ` (${count(map.epochs)} epochs)` : ''
  }, quality ${fixed(quality, 1)} s.`;
  return (
    <Hint text={[stages, ...map.notes].join(' ')}>
      <button type="button" className="figure-button">
        {map.method === 'pca' ? 'PCA' : 'UMAP'} in {fixed(total, 1)} s
      </button>
    </Hint>
  );
}

/** A figure with its name; what it means appears beside it. */
function Figure({
  testId,
  name,
  value,
  text,
}: {
  testId: string;
  name: string;
  value: string;
  text: string;
}) {
  return (
    <Hint text={text}>
      <button type="button" className="figure-button" data-testid={testId}>
        {name} <strong>{value}</strong>
      </button>
    </Hint>
  );
}
