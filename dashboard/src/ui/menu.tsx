import * as Radix from '@radix-ui/react-dropdown-menu';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';

interface MenuProps {
  readonly label: ReactNode;
  readonly name?: string;
  readonly items: readonly { readonly label: string; readonly icon: IconName; readonly onSelect: () => void }[];
}

/** More to do than there is room for. */
export const Menu = ({ label, name, items }: MenuProps) => (
  <Radix.Root modal={false}>
    <Radix.Trigger className="button plain" aria-label={name}>
      {label}
    </Radix.Trigger>
    <Radix.Portal>
      <Radix.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
        {items.map((item) => (
          <Radix.Item key={item.label} className="menu-item" onSelect={item.onSelect}>
            <Icon name={item.icon} />
            {item.label}
          </Radix.Item>
        ))}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
