import { useState } from 'react';
import { Problem, post } from '../lib/api.ts';
import { nowMs } from '../lib/clock.ts';
import { useAll, useRefresh } from '../lib/data.ts';
import { dayTime, fieldTime, VIEWER_ZONE } from '../lib/format.ts';
import type { User } from '../lib/types.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { toast } from '../ui/toast.tsx';

export interface OverridePlan {
  readonly from: string;
  readonly to: string;
}

interface Props {
  readonly schedule: { readonly id: string; readonly name: string; readonly timeZone: string };
  readonly plan: OverridePlan;
  readonly onClose: () => void;
}

const HOUR_MS = 3600_000;

/** From the next full hour on, for a working day. */
export const nextHours = (): OverridePlan => {
  const from = Math.ceil(nowMs() / HOUR_MS) * HOUR_MS;
  return { from: new Date(from).toISOString(), to: new Date(from + 8 * HOUR_MS).toISOString() };
};

const instantOf = (value: string, field: string): string => {
  const at = Date.parse(value);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  const message = 'must be a date and a time';
  throw new Problem(400, `${field} ${message}`, { errors: [{ field, message }] });
};

/** The same instant on the schedule's wall clock, when that is another than the viewer's. */
const inZone = (value: string, zone: string): string | undefined => {
  const at = Date.parse(value);
  return zone === VIEWER_ZONE || Number.isNaN(at) ? undefined : `${dayTime(at, zone)} in ${zone}`;
};

const OverrideForm = ({ schedule, plan, onClose }: Props) => {
  const users = useAll<User>('/v1/users');
  const refresh = useRefresh();
  const [userId, setUserId] = useState('');
  const [from, setFrom] = useState(fieldTime(Math.max(Date.parse(plan.from), nowMs())));
  const [to, setTo] = useState(fieldTime(Date.parse(plan.to)));
  const save = async () => {
    if (!userId) {
      throw new Problem(400, 'Choose who takes over.', { errors: [{ field: 'userId', message: 'choose somebody' }] });
    }
    const body = { userId, from: instantOf(from, 'from'), to: instantOf(to, 'to') };
    await post(`/v1/schedules/${schedule.id}/overrides`, body);
    await refresh('/v1/schedules', '/v1/oncall');
    toast('The override is made.');
  };
  return (
    <Form submit="Make override" onSubmit={save} onDone={onClose}>
      {(problem) => (
        <>
          <Field label="Who takes over" error={problem?.of('userId')}>
            {(slot) => (
              <select {...slot} value={userId} onChange={(event) => setUserId(event.target.value)}>
                <option value="">Choose a person</option>
                {users.data?.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <div className="fields">
            <Field label="From" hint={inZone(from, schedule.timeZone)} error={problem?.of('from')}>
              {(slot) => (
                <input {...slot} type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
              )}
            </Field>
            <Field label="To" hint={inZone(to, schedule.timeZone)} error={problem?.of('to')}>
              {(slot) => (
                <input {...slot} type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />
              )}
            </Field>
          </div>
        </>
      )}
    </Form>
  );
};

/** One person instead of whoever the layers say, for a time: pick who, from when and until when. */
export const OverrideDialog = ({
  schedule,
  plan,
  onClose,
}: Omit<Props, 'plan'> & { readonly plan: OverridePlan | null }) => (
  <Dialog
    open={plan !== null}
    onClose={onClose}
    title={`Override · ${schedule.name}`}
    hint={`Times are in your zone, ${VIEWER_ZONE}.`}
  >
    {plan && <OverrideForm schedule={schedule} plan={plan} onClose={onClose} />}
  </Dialog>
);
