import { Tooltip } from 'radix-ui';
import { useEffect } from 'react';
import { AtelierContext, useAtelier, useAtelierState } from './panels/atelier-context';
import { DropZone } from './panels/drop-zone';
import { EngineBanner } from './panels/engine-banner';
import { Notices } from './panels/notices';
import { PreviewDialog } from './panels/preview-dialog';
import { ShortcutsDialog } from './panels/shortcuts-dialog';
import { TopBar } from './panels/top-bar';
import { useKeyboard } from './panels/use-keyboard';
import { systemIsDark, useThemeOnPage } from './panels/use-theme';
import { Welcome } from './panels/welcome';
import { Workspace } from './panels/workspace';
import type { Atelier } from './store/atelier';
import { listen, wakeUp } from './store/boot';

export function App({ atelier }: { atelier: Atelier }) {
  useEffect(() => {
    const end = listen(atelier, systemIsDark);
    void wakeUp(atelier);
    return end;
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
  useKeyboard(atelier);
  const isOpen = useAtelierState((state) => state.data.source !== null || state.training.run !== null);
  return (
    <div className="shell">
      <TopBar />
      <EngineBanner />
      {isOpen ? <Workspace /> : <Welcome />}
      <PreviewDialog />
      <ShortcutsDialog />
      <DropZone />
      <Notices />
    </div>
  );
}
