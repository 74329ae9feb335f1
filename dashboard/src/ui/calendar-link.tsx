import { useState } from 'react';
import { post } from '../lib/api.ts';
import { May } from '../lib/may.tsx';
import { Button } from './button.tsx';
import { Copyable } from './copy.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemNote, useAction } from './form.tsx';

interface Props {
  /** `/v1/schedules/checkout-primary` or `/v1/users/ada` */
  readonly path: string;
  /** Whose shifts, when they are one person's. */
  readonly own?: string;
}

/** A secret address with which a calendar program shows shifts. It is made anew each time: the one before ends. */
export const CalendarLink = ({ path, own }: Props) => {
  const [open, setOpen] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const { busy, problem, run, clear } = useAction(async () => {
    const answer = await post<{ readonly url: string }>(`${path}/calendar`, {});
    setUrl(answer.url);
  });
  const close = () => {
    setOpen(false);
    setUrl(null);
    clear();
  };
  return (
    <May as={own ? 'admin' : 'responder'} {...(own ? { own } : {})}>
      <Button icon="calendar" onClick={() => setOpen(true)}>
        Calendar feed
      </Button>
      <Dialog
        open={open}
        onClose={close}
        title="Shifts in your calendar"
        hint="Add the address to Google Calendar, Outlook or Apple Calendar as a calendar from the web (iCalendar)."
      >
        {url ? (
          <>
            <p className="notice">This is the only time that the address is shown. Whoever has it sees the shifts.</p>
            <Copyable name="address" text={url} />
          </>
        ) : (
          <>
            <p>An address that you made before stops working.</p>
            <ProblemNote problem={problem} />
            <div className="form-actions">
              <Button look="primary" busy={busy} onClick={() => void run()}>
                Make the address
              </Button>
            </div>
          </>
        )}
      </Dialog>
    </May>
  );
};
