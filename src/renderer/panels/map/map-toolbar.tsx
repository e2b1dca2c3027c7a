import { Camera, Lasso, Maximize, Rotate3d, RotateCcw, SquareDashed, Tags, View } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode, Ref } from 'react';
import { changeDimensions } from '../../store/map/layout';
import { saveMapPicture } from '../../store/map/map-picture';
import type { MapTool } from '../../store/map/map-state';
import { setTool, toggleClusterNames, toolKeys } from '../../store/map/map-view';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Hint, IconButton } from '../controls';
import { LookPopover } from './look-popover';

const tools: readonly { tool: MapTool; label: string; icon: ReactNode }[] = [
  { tool: 'orbit', label: 'Turn and move', icon: <Rotate3d aria-hidden="true" /> },
  {
    tool: 'box',
    label: 'Select in a box (Shift adds, Alt takes away)',
    icon: <SquareDashed aria-hidden="true" />,
  },
  {
    tool: 'lasso',
    label: 'Select with a lasso (Shift adds, Alt takes away)',
    icon: <Lasso aria-hidden="true" />,
  },
];

/** At the right of the map: what dragging does, and from where one looks. */
export function MapToolbar({ ref }: { ref?: Ref<HTMLDivElement> }) {
  const atelier = useAtelier();
  const chosen = useAtelierState((state) => state.mapView.tool);
  const names = useAtelierState((state) => state.mapView.clusterNames);
  return (
    <div ref={ref} className="map-toolbar" role="toolbar" aria-label="Map tools" aria-orientation="vertical">
      {tools.map(({ tool, label, icon }) => (
        <IconButton
          key={tool}
          label={label}
          shortcut={toolKeys[tool]}
          icon={icon}
          aria-pressed={tool === chosen}
          onClick={() => setTool(atelier, tool)}
        />
      ))}
      <hr />
      <IconButton
        label="Fit"
        shortcut="F"
        icon={<Maximize aria-hidden="true" />}
        onClick={() => atelier.map?.fit()}
      />
      <IconButton
        label="Reset view"
        shortcut="R"
        icon={<RotateCcw aria-hidden="true" />}
        onClick={() => atelier.map?.reset()}
      />
      <ViewMenu />
      <Dimensions />
      <hr />
      <LookPopover />
      <IconButton
        label="Class names in the map"
        icon={<Tags aria-hidden="true" />}
        aria-pressed={names}
        onClick={() => toggleClusterNames(atelier)}
      />
      <IconButton
        label="Save a picture of the map"
        icon={<Camera aria-hidden="true" />}
        onClick={() => void saveMapPicture(atelier)}
      />
    </div>
  );
}

function ViewMenu() {
  const atelier = useAtelier();
  const isFlat = useAtelierState((state) => state.space.dims === 2);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="icon-button"
        aria-label="Look from the front, the top or the side"
        title="Look from the front, the top or the side"
        disabled={isFlat}
      >
        <View aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" side="left" align="start" sideOffset={6}>
          <DropdownMenu.Item onSelect={() => atelier.map?.lookFrom('front')}>
            From the front
          </DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => atelier.map?.lookFrom('top')}>From the top</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => atelier.map?.lookFrom('side')}>From the side</DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Dimensions() {
  const atelier = useAtelier();
  const dims = useAtelierState((state) => state.space.dims);
  const busy = useAtelierState((state) => state.space.progress !== null);
  const other = dims === 3 ? 2 : 3;
  return (
    <Hint text={`Lay the map out in ${other} dimensions`}>
      <button
        type="button"
        className="icon-button map-dimensions"
        aria-label={`${dims}D: Lay the map out in ${other} dimensions`}
        disabled={busy}
        onClick={() => void changeDimensions(atelier)}
      >
        {dims}D
      </button>
    </Hint>
  );
}
