import * as Radix from '@radix-ui/react-dialog';
import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** A sentence below the title. */
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}

/** Something to fill in over the page: a sheet from below on a phone. Escape and a press beside it close it. */
export const Dialog = ({ open, onClose, title, hint, children }: DialogProps) => (
  <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
    <Radix.Portal>
      <Radix.Overlay className="overlay" />
      <Radix.Content className="dialog" {...(hint ? {} : { 'aria-describedby': undefined })}>
        <header className="dialog-head">
          <Radix.Title className="dialog-title">{title}</Radix.Title>
          <Radix.Close className="button quiet icon-only" aria-label="Close">
            <Icon name="close" />
          </Radix.Close>
        </header>
        {hint && <Radix.Description className="hint">{hint}</Radix.Description>}
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
