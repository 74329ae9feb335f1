import * as Radix from '@radix-ui/react-tabs';
import type { ReactNode } from 'react';

interface TabsProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly tabs: readonly { readonly value: string; readonly label: ReactNode }[];
  readonly children: ReactNode;
}

/** Views of the same thing, one at a time; the arrow keys go from one to the next. */
export const Tabs = ({ value, onChange, label, tabs, children }: TabsProps) => (
  <Radix.Root value={value} onValueChange={onChange}>
    <Radix.List className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Radix.Trigger key={tab.value} value={tab.value} className="tab">
          {tab.label}
        </Radix.Trigger>
      ))}
    </Radix.List>
    <Radix.Content value={value} className="tab-panel" tabIndex={-1}>
      {children}
    </Radix.Content>
  </Radix.Root>
);
