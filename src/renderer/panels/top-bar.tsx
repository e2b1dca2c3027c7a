import {
  ChevronDown,
  Download,
  Keyboard,
  Moon,
  PanelLeft,
  PanelRight,
  Redo2,
  Search,
  Sun,
  Undo2,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { acceleratorOf, menuEntries, type MenuAction } from '../../contract/menu';
import type { EngineStatus } from '../../contract/window-calls';
import { isMacPlatform, shownKeys } from '../store/actions/keys';
import { carryOut } from '../store/boot';
import { exportCsv } from '../store/images/export';
import { openProject } from '../store/session/project';
import { sourceName } from '../store/training/runs';
import { isActive } from '../store/training/training-phase';
import { useAtelier, useAtelierState } from './atelier-context';
import { IconButton } from './controls';
import { Keys } from './keys';
import { Mark } from './mark';
import { useShownTheme } from './use-appearance';

const engineTexts: Record<EngineStatus['state'], string> = {
  starting: 'Engine starting',
  ready: 'Engine ready',
  silent: 'Engine not answering',
  restarting: 'Engine restarting',
  failed: 'Engine stopped',
};

/** The name, what is at hand, how the engine is, and what works everywhere. */
export function TopBar() {
  const atelier = useAtelier();
  const mapped = useAtelierState((state) => state.space.embedding !== null);
  const theme = useShownTheme();
  return (
    <header className="top-bar">
      <div className="brand">
        <Mark />
        <span>Latent Atelier</span>
      </div>
      <OpenMenu />
      <AtHand />
      <button type="button" className="top-search" onClick={() => void carryOut(atelier, 'show-palette')}>
        <Search aria-hidden="true" />
        <span>Commands</span>
        <Keys accelerator={acceleratorOf('show-palette') ?? ''} />
      </button>
      <EngineDot />
      <UndoButtons />
      <PanelButtons />
      <div className="button-group">
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
          label="Other formats, columns and the selection"
          icon={<ChevronDown aria-hidden="true" />}
          disabled={!mapped}
          onClick={() => atelier.store.setState({ dialog: 'export' })}
        />
      </div>
      <div className="top-group">
        <ActionButton
          action="show-shortcuts"
          label="Keyboard shortcuts"
          icon={<Keyboard aria-hidden="true" />}
        />
        <ActionButton
          action="toggle-theme"
          label={theme === 'dark' ? 'Switch to light theme' : 'Switch to dark theme'}
          icon={theme === 'dark' ? <Sun aria-hidden="true" /> : <Moon aria-hidden="true" />}
        />
      </div>
    </header>
  );
}

interface ActionButtonProps {
  action: MenuAction;
  label: string;
  icon: ReactNode;
  disabled?: boolean;
  pressed?: boolean;
}

/** A button of an action of the menu bar, with the same keys. */
function ActionButton({ action, label, icon, disabled = false, pressed }: ActionButtonProps) {
  const atelier = useAtelier();
  const keys = acceleratorOf(action);
  return (
    <IconButton
      label={label}
      {...(keys === undefined ? {} : { shortcut: shownKeys(keys, isMacPlatform()).join(' ') })}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      icon={icon}
      disabled={disabled}
      onClick={() => void carryOut(atelier, action)}
    />
  );
}

function UndoButtons() {
  const { undo, redo } = useAtelierState((state) => state.undo);
  const isOpen = useIsOpen();
  if (!isOpen) return null;
  return (
    <div className="top-group">
      <ActionButton
        action="undo"
        label={undo === null ? 'Undo' : `Undo ${undo}`}
        icon={<Undo2 aria-hidden="true" />}
        disabled={undo === null}
      />
      <ActionButton
        action="redo"
        label={redo === null ? 'Redo' : `Redo ${redo}`}
        icon={<Redo2 aria-hidden="true" />}
        disabled={redo === null}
      />
    </div>
  );
}

function PanelButtons() {
  const { leftOpen, rightOpen } = useAtelierState((state) => state.settings);
  const isOpen = useIsOpen();
  if (!isOpen) return null;
  return (
    <div className="top-group">
      <ActionButton
        action="toggle-left"
        label="Training panel"
        icon={<PanelLeft aria-hidden="true" />}
        pressed={leftOpen}
      />
      <ActionButton
        action="toggle-right"
        label="Inspector panel"
        icon={<PanelRight aria-hidden="true" />}
        pressed={rightOpen}
      />
    </div>
  );
}

function useIsOpen(): boolean {
  return useAtelierState(
    (state) => state.data.source !== null || state.training.run !== null || state.space.embedding !== null,
  );
}

function AtHand() {
  const source = useAtelierState((state) => state.data.source);
  const run = useAtelierState((state) => state.training.run);
  const project = useAtelierState((state) => state.project);
  const dataName = run?.dataName ?? (source === null ? null : sourceName(source));
  return (
    <div className="at-hand">
      {project !== null && (
        <span className="at-hand-project" title={project.path} data-testid="project-name">
          {project.name}
          {project.edited && <i title="There are changes that are not saved">•</i>}
        </span>
      )}
      {dataName !== null && (
        <span className="at-hand-data" title={run?.runFolder}>
          {dataName}
        </span>
      )}
      {run !== null && project === null && (
        <span className="at-hand-run" title={run.runFolder}>
          {run.name}
        </span>
      )}
    </div>
  );
}

/** In the order one needs them; what a run in training forbids is off. */
const openItems: readonly { action: MenuAction; whileTraining: boolean; text?: string }[] = [
  { action: 'open-starter', whileTraining: false, text: 'Starter map' },
  { action: 'train-fashion-mnist', whileTraining: false, text: 'Fashion-MNIST' },
  { action: 'choose-images', whileTraining: true, text: 'Folder of images…' },
  { action: 'open-project', whileTraining: false, text: 'Project…' },
  { action: 'show-runs', whileTraining: true },
  { action: 'open-run', whileTraining: false, text: 'Run from elsewhere…' },
  { action: 'show-welcome', whileTraining: false, text: 'Close' },
];

function OpenMenu() {
  const atelier = useAtelier();
  const busy = useAtelierState((state) => isActive(state.training.phase));
  const isOpen = useIsOpen();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button button-quiet">
        Open <ChevronDown aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
          {openItems
            .filter(({ action }) => isOpen || action !== 'show-welcome')
            .map(({ action, whileTraining, text }) => (
              <DropdownMenu.Item
                key={action}
                disabled={busy && !whileTraining}
                onSelect={() => void carryOut(atelier, action)}
              >
                {text ?? menuEntries[action].label}
              </DropdownMenu.Item>
            ))}
          <RecentProjects busy={busy} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The projects opened or saved last, under the ways in. */
function RecentProjects({ busy }: { busy: boolean }) {
  const atelier = useAtelier();
  const recent = useAtelierState((state) => state.recentProjects);
  if (recent.length === 0) return null;
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.Label className="menu-label">Recent projects</DropdownMenu.Label>
      {recent.map(({ path, name }) => (
        <DropdownMenu.Item
          key={path}
          disabled={busy}
          title={path}
          onSelect={() => void openProject(atelier, path)}
        >
          {name}
        </DropdownMenu.Item>
      ))}
    </DropdownMenu.Group>
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
