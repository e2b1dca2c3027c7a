import { systemCommands, systemEntries, type SystemCommand } from '../../../contract/menu';
import { resetPanels, setTheme, togglePanel, togglePanels, toggleTheme } from '../session/settings';
import { systemIsDark } from '../session/system-wishes';
import { menuAction, type Action } from './action';

function systemAction(command: SystemCommand): Action {
  return {
    id: command,
    title: systemEntries[command].label,
    group: 'Window',
    run: async ({ bridge }) => {
      await bridge.windowCommand({ command });
    },
  };
}

export const windowActions: readonly Action[] = [
  ...systemCommands.map(systemAction),
  menuAction('show-palette', {
    group: 'Window',
    run: ({ store }) => store.setState(({ dialog }) => ({ dialog: dialog === 'palette' ? null : 'palette' })),
  }),
  menuAction('show-settings', {
    group: 'Window',
    run: ({ store }) => store.setState({ dialog: 'settings' }),
  }),
  menuAction('toggle-left', { group: 'Window', run: (atelier) => togglePanel(atelier, 'leftOpen') }),
  menuAction('toggle-right', { group: 'Window', run: (atelier) => togglePanel(atelier, 'rightOpen') }),
  menuAction('toggle-panels', { group: 'Window', run: togglePanels }),
  { id: 'reset-panels', title: 'Panels as at the First Start', group: 'Window', run: resetPanels },
  menuAction('toggle-theme', { group: 'Window', run: (atelier) => toggleTheme(atelier, systemIsDark()) }),
  {
    id: 'theme-system',
    title: 'Theme of the System',
    group: 'Window',
    run: (atelier) => setTheme(atelier, 'system'),
  },
  menuAction('show-shortcuts', {
    group: 'Window',
    run: ({ store }) => store.setState({ dialog: 'shortcuts' }),
  }),
];
