import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';

interface ModalProps {
  title: string;
  description: string;
  onClose: () => void;
  children: ReactNode;
  testId?: string;
  /** As wide as what is in it needs: the list of runs with its curves. */
  wide?: boolean;
}

/**
 * A dialog over the whole window. It has a scrim of its own and not Radix's overlay, which would add a style sheet to
 * the page: the policy forbids that.
 */
export function Modal({ title, description, onClose, children, testId, wide = false }: ModalProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <div className="scrim" aria-hidden="true" />
        <Dialog.Content
          className={wide ? 'modal modal-wide' : 'modal'}
          data-testid={testId}
          onInteractOutside={(event) => {
            // A notice tells of what was done in the dialog, and may offer to undo it. It may be gone by now, alone.
            const { target } = event.detail.originalEvent;
            if (target instanceof Element && target.closest('.notice') !== null) event.preventDefault();
          }}
        >
          <header className="modal-head">
            <div>
              <Dialog.Title className="modal-title">{title}</Dialog.Title>
              <Dialog.Description className="modal-description">{description}</Dialog.Description>
            </div>
            <Dialog.Close className="icon-button" aria-label="Close">
              <X aria-hidden="true" />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
