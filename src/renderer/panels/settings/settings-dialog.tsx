import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { resetPanels, setChart, setSettings, setTheme } from '../../store/session/settings';
import type { EpochHistory, Motion, Theme, TrainingPace } from '../../store/session/settings-state';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Segmented } from '../controls';
import { Modal } from '../modal';

const themes: readonly { value: Theme; text: string }[] = [
  { value: 'system', text: 'System' },
  { value: 'light', text: 'Light' },
  { value: 'dark', text: 'Dark' },
];

const motions: readonly { value: Motion; text: string }[] = [
  { value: 'system', text: 'System' },
  { value: 'reduced', text: 'Reduced' },
];

const paces: readonly { value: TrainingPace; text: string }[] = [
  { value: 'gives-way', text: 'Gives way' },
  { value: 'full', text: 'Full speed' },
];

const histories: readonly { value: EpochHistory; text: string }[] = [
  { value: 'kept', text: 'Kept' },
  { value: 'off', text: 'Not kept' },
];

const scales = [
  { value: 'linear', text: 'Linear' },
  { value: 'log', text: 'Logarithmic' },
] as const;

/** What is the user's to decide once, and is remembered. */
export function SettingsDialog() {
  const atelier = useAtelier();
  const theme = useAtelierState((state) => state.settings.theme);
  const motion = useAtelierState((state) => state.settings.motion);
  const pace = useAtelierState((state) => state.settings.trainingPace);
  const epochHistory = useAtelierState((state) => state.settings.epochHistory);
  const log = useAtelierState((state) => state.settings.chart.log);
  return (
    <Modal
      title="Settings"
      description="Kept on this computer, as everything else is."
      onClose={() => atelier.store.setState({ dialog: null })}
      testId="settings"
    >
      <div className="settings">
        <Row title="Theme" text="System follows the desktop, also while the app runs.">
          <Segmented
            label="Theme"
            value={theme}
            options={themes}
            onChange={(chosen) => setTheme(atelier, chosen)}
          />
        </Row>
        <Row title="Losses" text="A logarithmic scale keeps late, small gains in sight.">
          <Segmented
            label="Scale of the losses"
            value={log ? 'log' : 'linear'}
            options={scales}
            onChange={(scale) => setChart(atelier, { log: scale === 'log' })}
          />
        </Row>
        <Row title="Panels" text="Widths as at the first start, and both panels open.">
          <button type="button" className="button" onClick={() => resetPanels(atelier)}>
            <RotateCcw aria-hidden="true" /> Reset
          </button>
        </Row>
        <Row title="Motion" text="Reduced: flights, turning wheels and fades end at once.">
          <Segmented
            label="Motion"
            value={motion}
            options={motions}
            onChange={(chosen) => setSettings(atelier, { motion: chosen })}
          />
        </Row>
        <Row title="Training" text="Gives way: it waits between steps while you drag, scroll or type here.">
          <Segmented
            label="Pace of training"
            value={pace}
            options={paces}
            onChange={(chosen) => setSettings(atelier, { trainingPace: chosen })}
          />
        </Row>
        <Row
          title="Maps of the epochs"
          text="A run keeps the map and the reconstructions of up to 30 epochs, evenly chosen, to replay when it is opened again: about 3 MB for 10,000 images, 80 MB at most. A change counts from the next start of training."
        >
          <Segmented
            label="Maps of the epochs"
            value={epochHistory}
            options={histories}
            onChange={(chosen) => setSettings(atelier, { epochHistory: chosen })}
          />
        </Row>
      </div>
    </Modal>
  );
}

function Row({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="settings-row">
      <div>
        <strong>{title}</strong>
        <p>{text}</p>
      </div>
      {children}
    </div>
  );
}
