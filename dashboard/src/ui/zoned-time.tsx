import * as Tooltip from '@radix-ui/react-tooltip';
import type { ReactNode } from 'react';
import { dayTime, VIEWER_ZONE } from '../lib/format.ts';

const DELAY_MS = 200;

/** Something that says more when it is pointed at or has the focus. */
export const Hint = ({ text, children }: { readonly text: ReactNode; readonly children: ReactNode }) => (
  <Tooltip.Provider delayDuration={DELAY_MS}>
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip" sideOffset={6} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  </Tooltip.Provider>
);

/** An instant in the viewer's zone; in the schedule's own zone for whoever points at it or tabs to it. */
export const ZonedTime = ({ at, zone }: { readonly at: string | number; readonly zone: string }) =>
  zone === VIEWER_ZONE ? (
    <time dateTime={new Date(at).toISOString()}>{dayTime(at)}</time>
  ) : (
    <Hint text={`${dayTime(at, zone)} in ${zone}`}>
      <button type="button" className="zoned">
        <time dateTime={new Date(at).toISOString()}>{dayTime(at)}</time>
      </button>
    </Hint>
  );
