import { ChevronDown, Download, Keyboard, Moon, Sun } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { EngineStatus } from '../../contract/window-calls';
import { exportCsv } from '../store/export';
import { chooseImages } from '../store/folder-preview';
import { chooseRun, sourceName } from '../store/runs';
import { chooseFashionMnist, isActive } from '../store/training';
import { toggleTheme } from '../store/settings';
import { useAtelier, useAtelierState } from './atelier-context';
import { IconButton } from './controls';
import { Mark } from './mark';
import { useShownTheme, useSystemIsDark } from './use-theme';

const engineTexts: Record<EngineStatus['state'], string> = {
  starting: 'Engine starting',
  ready: 'Engine ready',
  restarting: 'Engine restarting',
  failed: 'Engine stopped',
};

/** The name, what is at hand, how the engine is, and what works everywhere. */
export function TopBar() {
  const atelier = useAtelier();
  const source = useAtelierState((state) => state.data.source);
  const run = useAtelierState((state) => state.training.run);
  const mapped = useAtelierState((state) => state.space.embedding !== null);
  const theme = useShownTheme();
  const systemIsDark = useSystemIsDark();
  const dataName = run?.dataName ?? (source === null ? null : sourceName(source));
  return (
    <header className="top-bar">
      <div className="brand">
        <Mark />
        <span>Latent Atelier</span>
      </div>
      <OpenMenu />
      <div className="at-hand">
        {dataName !== null && <span className="at-hand-data">{dataName}</span>}
        {run !== null && (
          <span className="at-hand-run" title={run.runFolder}>
            {run.name}
          </span>
        )}
      </div>
      <EngineDot />
      <button
        type="button"
        className="button"
        disabled={!mapped}
        title={
          mapped
            ? 'Every encoded image with its latents, place in the map and errors'
            : 'Nothing is encoded yet'
        }
        onClick={() => void exportCsv(atelier)}
      >
        <Download aria-hidden="true" /> Export CSV
      </button>
      <IconButton
        label="Keyboard shortcuts"
        shortcut="?"
        icon={<Keyboard aria-hidden="true" />}
        onClick={() => atelier.store.setState({ shortcutsOpen: true })}
      />
      <IconButton
        label={theme === 'dark' ? 'Switch to light theme' : 'Switch to dark theme'}
        shortcut="T"
        icon={theme === 'dark' ? <Sun aria-hidden="true" /> : <Moon aria-hidden="true" />}
        onClick={() => toggleTheme(atelier, systemIsDark)}
      />
    </header>
  );
}

function OpenMenu() {
  const atelier = useAtelier();
  const busy = useAtelierState((state) => isActive(state.training.phase));
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button button-quiet">
        Open <ChevronDown aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
          <DropdownMenu.Item disabled={busy} onSelect={() => void chooseFashionMnist(atelier)}>
            Fashion-MNIST
          </DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => void chooseImages(atelier)}>Folder of images…</DropdownMenu.Item>
          <DropdownMenu.Item disabled={busy} onSelect={() => void chooseRun(atelier)}>
            Earlier run…
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function EngineDot() {
  const state = useAtelierState((all) => all.engine.state);
  return (
    <span className={`engine-dot engine-${state}`} data-testid="engine-status">
      <i aria-hidden="true" />
      {engineTexts[state]}
    </span>
  );
}
