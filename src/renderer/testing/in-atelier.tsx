import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { AtelierContext } from '../panels/atelier-context';
import type { Atelier } from '../store/atelier';

/** A part of the window as it stands in the app. */
export function inAtelier({ atelier }: { atelier: Atelier }, children: ReactNode): ReactNode {
  return (
    <AtelierContext value={atelier}>
      <Tooltip.Provider>{children}</Tooltip.Provider>
    </AtelierContext>
  );
}
