import { ToggleGroup, Tooltip } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

/** A few words that appear beside a control when the pointer rests on it or it has the focus. */
export function Hint({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip" sideOffset={6} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  label: string;
  /** Shown after the label in the tooltip. */
  shortcut?: string;
  icon: ReactNode;
}

/** A button with a picture alone; its name is in the tooltip and for screen readers. */
export function IconButton({ label, shortcut, icon, className = '', ...rest }: IconButtonProps) {
  return (
    <Hint
      text={
        <>
          {label}
          {shortcut !== undefined && <kbd>{shortcut}</kbd>}
        </>
      }
    >
      <button type="button" aria-label={label} className={`icon-button ${className}`} {...rest}>
        {icon}
      </button>
    </Hint>
  );
}

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; text: string; hint?: string; disabled?: boolean }[];
  onChange: (value: T) => void;
}

/** One of a few with what it is above it, as the fields of a form are. */
export function SegmentedField<T extends string>(props: SegmentedProps<T>) {
  return (
    <div className="field">
      <span className="field-label">{props.label}</span>
      <Segmented {...props} />
    </div>
  );
}

/** One of a few, all in sight. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      className="segmented"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => {
        const option = options.find((one) => one.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          title={option.hint}
        >
          {option.text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
