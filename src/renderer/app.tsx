import { Tooltip } from 'radix-ui';
import { useEffect } from 'react';
import { AtelierContext, useAtelier, useAtelierState } from './panels/atelier-context';
import { DropZone } from './panels/drop-zone';
import { EngineBanner } from './panels/engine-banner';
import { ExportDialog } from './panels/export/export-dialog';
import { ImagesBanner } from './panels/images-banner';
import { TableDialog } from './panels/import/table-dialog';
import { Notices } from './panels/notices';
import { Palette } from './panels/palette/palette';
import { ColumnsDialog } from './panels/import/columns-dialog';
import { PreviewDialog } from './panels/preview-dialog';
import { RunsDialog } from './panels/runs/runs-dialog';
import { SettingsDialog } from './panels/settings/settings-dialog';
import { ShortcutsDialog } from './panels/shortcuts-dialog';
import { TopBar } from './panels/top-bar';
import { useKeyboard } from './panels/use-keyboard';
import { useMotionOnPage, useThemeOnPage } from './panels/use-appearance';
import { Welcome } from './panels/welcome';
import { Workspace } from './panels/workspace';
import type { Atelier } from './store/atelier';
import { listen, wakeUp } from './store/boot';
import { watchSession } from './store/session/session';
import { watchUse } from './store/training/give-way';

export function App({ atelier }: { atelier: Atelier }) {
  useEffect(() => {
    const ends = [listen(atelier), watchSession(atelier), watchUse(atelier)];
    void wakeUp(atelier);
    return () => ends.forEach((end) => end());
  }, [atelier]);
  return (
    <AtelierContext value={atelier}>
      <Tooltip.Provider delayDuration={500}>
        <Shell />
      </Tooltip.Provider>
    </AtelierContext>
  );
}

function Shell() {
  const atelier = useAtelier();
  useThemeOnPage();
  useMotionOnPage();
  useKeyboard(atelier);
  const isOpen = useAtelierState(
    ({ data, training, space, project }) =>
      data.source !== null || training.run !== null || space.embedding !== null || project !== null,
  );
  return (
    <div className="shell">
      <TopBar />
      <EngineBanner />
      <ImagesBanner />
      {isOpen ? <Workspace /> : <Welcome />}
      <PreviewDialog />
      <TableDialog />
      <ColumnsDialog />
      <Dialogs />
      <DropZone />
      <Notices />
    </div>
  );
}

/** The one dialog that is open. */
function Dialogs() {
  const dialog = useAtelierState((state) => state.dialog);
  switch (dialog) {
    case 'export':
      return <ExportDialog />;
    case 'palette':
      return <Palette />;
    case 'runs':
      return <RunsDialog />;
    case 'settings':
      return <SettingsDialog />;
    case 'shortcuts':
      return <ShortcutsDialog />;
    case null:
      return null;
  }
}
