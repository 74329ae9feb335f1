import { useState } from 'react';
import { post, send } from '../lib/api.ts';
import { nowMs, useNow } from '../lib/clock.ts';
import { useApi, useRefresh } from '../lib/data.ts';
import { dayTime } from '../lib/format.ts';
import { May } from '../lib/may.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { Icon } from '../ui/icons.tsx';
import { RemoveButton } from '../ui/remove.tsx';
import { Loaded } from '../ui/states.tsx';

interface Window {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

const LENGTHS = [
  [30, '30 minutes'],
  [60, '1 hour'],
  [120, '2 hours'],
  [240, '4 hours'],
  [480, '8 hours'],
] as const;

const NewWindow = ({ serviceId, onClose }: { readonly serviceId: string; readonly onClose: () => void }) => {
  const refresh = useRefresh();
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState(60);
  const make = async () => {
    const to = new Date(nowMs() + minutes * 60_000).toISOString();
    await post(`/v1/services/${serviceId}/maintenance`, { to, reason });
    await refresh('/v1/services');
  };
  return (
    <Form submit="Begin maintenance" look="danger" onSubmit={make} onDone={onClose}>
      {(problem) => (
        <>
          <Field label="Why?" error={problem?.of('reason')}>
            {(slot) => <input {...slot} value={reason} onChange={(event) => setReason(event.target.value)} />}
          </Field>
          <Field label="From now on, for" error={problem?.of('to')}>
            {(slot) => (
              <select {...slot} value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
                {LENGTHS.map(([value, text]) => (
                  <option key={value} value={value}>
                    {text}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
    </Form>
  );
};

/** When a service's alerts page nobody. */
export const Maintenance = ({ serviceId }: { readonly serviceId: string }) => {
  const windows = useApi<{ readonly items: readonly Window[] }>(`/v1/services/${serviceId}/maintenance`);
  const refresh = useRefresh();
  const now = useNow(30);
  const [making, setMaking] = useState(false);
  const end = async (id: string) => {
    await send('DELETE', `/v1/services/${serviceId}/maintenance/${id}`);
    await refresh('/v1/services');
  };
  return (
    <section className="card" aria-labelledby="maintenance-title">
      <header className="card-head">
        <h2 id="maintenance-title">Maintenance</h2>
        <May as="responder">
          <Button className="small" icon="wrench" onClick={() => setMaking(true)}>
            Begin
          </Button>
        </May>
      </header>
      <Loaded query={windows} what="maintenance windows" lines={1}>
        {({ items }) => {
          const coming = items.filter(({ to }) => Date.parse(to) > now);
          return (
            <>
              {coming.length === 0 && <p className="quiet">None now or ahead: its alerts page.</p>}
              <ul className="rows">
                {coming.map(({ id, from, to, reason }) => (
                  <li key={id}>
                    <Icon name="wrench" />
                    <span>
                      <strong>{reason}</strong>
                      <span className="quiet block">
                        {dayTime(from)} to {dayTime(to)}
                      </span>
                    </span>
                    <May as="responder">
                      <RemoveButton
                        name="End the maintenance"
                        label="End"
                        question="What still fires pages again."
                        onRemove={() => end(id)}
                      />
                    </May>
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </Loaded>
      <Dialog
        open={making}
        onClose={() => setMaking(false)}
        title="Maintenance"
        hint="Alerts page nobody in that time. They are on record, and what still fires afterwards pages."
      >
        <NewWindow serviceId={serviceId} onClose={() => setMaking(false)} />
      </Dialog>
    </section>
  );
};
