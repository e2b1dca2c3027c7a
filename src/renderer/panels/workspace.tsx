import type { CSSProperties } from 'react';
import { useAtelierState } from './atelier-context';
import { Inspector } from './inspector/inspector';
import { MapPanel } from './map/map-panel';
import { PathPanel } from './path/path-panel';
import { Splitter } from './splitter';
import { TrainingPanel } from './training/training-panel';

/** As wide as was chosen; where that leaves the map no room for its tools and its legend, narrower. */
const side = (name: 'left' | 'right') => `minmax(16.25rem, var(--${name}))`;

/** Training on the left, the map in the middle with the path under it, the inspector on the right. */
export function Workspace() {
  const left = useAtelierState((state) => state.settings.left);
  const right = useAtelierState((state) => state.settings.right);
  const leftOpen = useAtelierState((state) => state.settings.leftOpen);
  const rightOpen = useAtelierState((state) => state.settings.rightOpen);
  const hasPath = useAtelierState((state) => state.selection.b !== null);
  const widths: CSSProperties & Record<'--left' | '--right', string> = {
    '--left': `${left / 16}rem`,
    '--right': `${right / 16}rem`,
    gridTemplateColumns: `${leftOpen ? `${side('left')} 1px ` : ''}minmax(24rem, 1fr)${rightOpen ? ` 1px ${side('right')}` : ''}`,
  };
  return (
    <main className="workspace" style={widths}>
      {leftOpen && <TrainingPanel />}
      {leftOpen && <Splitter side="left" label="Width of the training panel" />}
      <div className="centre">
        <MapPanel />
        {hasPath && <PathPanel />}
      </div>
      {rightOpen && <Splitter side="right" label="Width of the inspector" />}
      {rightOpen && <Inspector />}
    </main>
  );
}
