import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { PathFormat } from '../../../contract/latent';
import { exportPath } from '../../store/latent/path';
import { useAtelier } from '../atelier-context';

const formats: readonly { format: PathFormat; text: string }[] = [
  { format: 'gif', text: 'Animated GIF…' },
  { format: 'png', text: 'Strip as PNG…' },
  { format: 'csv', text: 'Latent vectors as CSV…' },
];

/** Ways to take the path away. */
export function ExportMenu({ disabled }: { disabled: boolean }) {
  const atelier = useAtelier();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button" disabled={disabled}>
        Export <ChevronDown aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
          {formats.map(({ format, text }) => (
            <DropdownMenu.Item key={format} onSelect={() => void exportPath(atelier, format)}>
              {text}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
