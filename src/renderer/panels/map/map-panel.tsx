import { Columns3, RefreshCw } from 'lucide-react';
import { useMemo } from 'react';
import { colouringOf } from '../../store/map/legend';
import { chooseColumns } from '../../store/images/import-vectors';
import { isOfVectors } from '../../store/map/space-state';
import { mapAgain } from '../../store/map/map-again';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton } from '../controls';
import { ClusterNames } from './cluster-names';
import { ColourChooser } from './colour-chooser';
import { GroupBar } from './group-bar';
import { HoverCard } from './hover-card';
import { LegendOverlay } from './legend';
import { MapCanvas } from './map-canvas';
import { MapEmpty } from './map-empty';
import { MapMenu } from './map-menu';
import { MapSettings } from './map-settings';
import { MapStatus } from './map-status';
import { MapToolbar } from './map-toolbar';
import { Orientation } from './orientation';
import { PlaceMarks } from './place-marks';
import { SearchField } from './search-field';
import { SelectionTool } from './selection-tool';
import { useInset } from './use-inset';

/** The middle: every encoded image as a point, what its colour means, and how far to trust its place. */
export function MapPanel() {
  const embedding = useAtelierState((state) => state.space.embedding);
  const map = useAtelierState((state) => state.space.map);
  const hasPoints = useAtelierState((state) => state.space.positions !== null);
  const title = useAtelierState((state) => state.space.request?.title);
  const colourBy = useAtelierState((state) => state.settings.colourBy);
  const tool = useAtelierState((state) => state.mapView.tool);
  const isTable = useAtelierState(({ space }) => isOfVectors(space.request));
  const clusterNames = useAtelierState((state) => state.mapView.clusterNames);
  const legend = useMemo(
    () => (embedding === null ? null : colouringOf(embedding, map, colourBy).legend),
    [embedding, map, colourBy],
  );
  const { inset, measureLegend, measureStatus, measureTools, standOver, over } = useInset();
  return (
    <section className="panel map" aria-label="Map">
      <header className="panel-head">
        <h2 title={title}>Map</h2>
        {hasPoints && title !== undefined && <span className="panel-note">{title}</span>}
        {hasPoints && <SearchField />}
        {hasPoints && <ColourChooser />}
        {hasPoints && isTable && <ColumnsButton />}
        <MapButtons />
      </header>
      <div className="map-stage">
        <MapCanvas inset={inset}>
          {(scene) =>
            hasPoints && (
              <>
                <PlaceMarks scene={scene} />
                <MapMenu scene={scene} />
                {clusterNames && <ClusterNames scene={scene} over={over} />}
                {tool !== 'orbit' && <SelectionTool scene={scene} tool={tool} />}
                <Orientation ref={standOver} scene={scene} />
              </>
            )
          }
        </MapCanvas>
        {!hasPoints && <MapEmpty />}
        {hasPoints && legend !== null && <LegendOverlay ref={measureLegend} legend={legend} />}
        {hasPoints && <MapToolbar ref={measureTools} />}
        <MapStatus ref={measureStatus} />
      </div>
      <GroupBar />
      <HoverCard />
    </section>
  );
}

/** Vectors from elsewhere can be read otherwise: the columns of their table are chosen again. */
function ColumnsButton() {
  const atelier = useAtelier();
  return (
    <IconButton
      label="Columns of the table…"
      icon={<Columns3 aria-hidden="true" />}
      onClick={() => void chooseColumns(atelier)}
    />
  );
}

function MapButtons() {
  const atelier = useAtelier();
  const busy = useAtelierState((state) => state.space.progress !== null);
  const hasModel = useAtelierState((state) => state.training.run !== null && state.space.embedding !== null);
  return (
    <div className="button-group">
      <MapSettings />
      <IconButton
        label="Map again with the newest weights"
        icon={<RefreshCw aria-hidden="true" className={busy ? 'turning' : ''} />}
        disabled={busy || !hasModel}
        onClick={() => void mapAgain(atelier)}
      />
    </div>
  );
}
