import { useState } from 'react';
import { send } from '../lib/api.ts';
import { nowMs, useNow } from '../lib/clock.ts';
import { useAll, useApi, useRefresh } from '../lib/data.ts';
import { dayKey, duration, plural, VIEWER_ZONE } from '../lib/format.ts';
import { May } from '../lib/may.tsx';
import { Link, navigate, useSearchParam, useTitle } from '../lib/router.tsx';
import type { Schedule, User } from '../lib/types.ts';
import { Calendar, whoOf } from '../on-call/calendar.tsx';
import { monthAfter, rangeOf, type Shift } from '../on-call/month.ts';
import { nextHours, OverrideDialog, type OverridePlan } from '../on-call/override.tsx';
import { ScheduleDialog } from '../on-call/schedule-form.tsx';
import { SwapDialog } from '../on-call/swap.tsx';
import { Avatar } from '../ui/badges.tsx';
import { Button } from '../ui/button.tsx';
import { CalendarLink } from '../ui/calendar-link.tsx';
import { Icon } from '../ui/icons.tsx';
import { RemoveButton } from '../ui/remove.tsx';
import { Loaded } from '../ui/states.tsx';
import { ZonedTime } from '../ui/zoned-time.tsx';

interface Shifts {
  readonly items: readonly Shift[];
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
}

const monthName = (month: string): string =>
  new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' }).format(new Date(`${month}-01T12:00:00`));

const MonthPicker = ({ month, onChange }: { readonly month: string; readonly onChange: (month: string) => void }) => (
  <div className="month-picker">
    <Button
      className="icon-only"
      icon="back"
      aria-label="The month before"
      onClick={() => onChange(monthAfter(month, -1))}
    />
    <h2 aria-live="polite">{monthName(month)}</h2>
    <Button
      className="icon-only"
      icon="forward"
      aria-label="The month after"
      onClick={() => onChange(monthAfter(month, 1))}
    />
  </div>
);

const Gaps = ({ gaps, onFill }: { readonly gaps: Shifts['gaps']; readonly onFill: (gap: OverridePlan) => void }) => {
  const now = useNow(60);
  const ahead = gaps.filter(({ to }) => Date.parse(to) > now);
  const [first] = ahead;
  if (!first) return null;
  const missing = ahead.reduce((sum, { from, to }) => sum + Date.parse(to) - Math.max(now, Date.parse(from)), 0);
  return (
    <div className="problem gap-note" role="status">
      <Icon name="warning" /> {plural(ahead.length, 'gap')} ahead on this page, {duration(missing)} in all: nobody is on
      call.
      <May as="responder">
        <Button look="danger" className="small" onClick={() => onFill(first)}>
          Fill the first
        </Button>
      </May>
    </div>
  );
};

const ShiftList = ({ shifts, zone }: { readonly shifts: readonly Shift[]; readonly zone: string }) => {
  const now = useNow(60);
  const SHOWN = 12;
  const ahead = shifts.filter(({ to }) => Date.parse(to) > now).slice(0, SHOWN);
  return (
    <section className="card" aria-labelledby="shifts-title">
      <h2 id="shifts-title">Shifts from now on</h2>
      <ul className="rows">
        {ahead.map((shift) => (
          <li key={shift.from} className={shift.user ? '' : 'is-gap'}>
            {shift.user ? <Avatar name={whoOf(shift)} /> : <Icon name="warning" />}
            <span>
              <strong>{whoOf(shift)}</strong>{' '}
              <span className="quiet">
                {shift.reason.type === 'override'
                  ? 'override'
                  : shift.reason.type === 'gap'
                    ? 'gap'
                    : shift.reason.layer}
              </span>
              <span className="quiet block">
                <ZonedTime at={shift.from} zone={zone} /> to <ZonedTime at={shift.to} zone={zone} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      {ahead.length === 0 && <p className="quiet">This month has passed.</p>}
    </section>
  );
};

const Overrides = ({ schedule }: { readonly schedule: Schedule }) => {
  const users = useAll<User>('/v1/users');
  const refresh = useRefresh();
  const now = useNow(60);
  const coming = (schedule.overrides ?? []).filter(({ to }) => Date.parse(to) > now);
  const nameOf = (id: string) => users.data?.find((user) => user.id === id)?.name ?? id;
  const remove = async (id: string) => {
    await send('DELETE', `/v1/schedules/${schedule.id}/overrides/${id}`);
    await refresh('/v1/schedules', '/v1/oncall');
  };
  return (
    <section className="card" aria-labelledby="overrides-title">
      <h2 id="overrides-title">Overrides</h2>
      {coming.length === 0 && <p className="quiet">None now or ahead. Press a shift in the calendar to make one.</p>}
      <ul className="rows">
        {coming.map(({ id, userId, from, to, swap }) => (
          <li key={id}>
            <Avatar name={nameOf(userId)} />
            <span>
              <strong>{nameOf(userId)}</strong> {swap && <span className="quiet">swap</span>}
              <span className="quiet block">
                <ZonedTime at={from} zone={schedule.timeZone} /> to <ZonedTime at={to} zone={schedule.timeZone} />
              </span>
            </span>
            <May as="responder">
              <RemoveButton
                name={`Remove the override of ${nameOf(userId)}`}
                question={
                  swap
                    ? 'Both halves of the swap go, and the layers say again who is on call.'
                    : 'The layers say again who is on call.'
                }
                onRemove={() => remove(id)}
              />
            </May>
          </li>
        ))}
      </ul>
    </section>
  );
};

const SchedulePage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const path = `/v1/schedules/${encodeURIComponent(id)}`;
  const [month, setMonth] = useSearchParam('month', dayKey(nowMs()).slice(0, 7));
  const [plan, setPlan] = useState<OverridePlan | null>(null);
  const [editing, setEditing] = useState(false);
  const [swapping, setSwapping] = useState(false);
  const { from, to } = rangeOf(month);
  const schedule = useApi<Schedule>(path);
  const shifts = useApi<Shifts>(`${path}/shifts?from=${from}&to=${to}`);
  const refresh = useRefresh();
  useTitle(schedule.data?.name ?? 'Schedule');
  return (
    <div className="page">
      <Link href="/on-call" className="back">
        <Icon name="back" /> On call
      </Link>
      <Loaded query={schedule} what="schedule" heading="h1">
        {(found) => (
          <>
            <header className="page-head">
              <div>
                <h1>{found.name}</h1>
                <p className="quiet">
                  Hand-overs in {found.timeZone}.{' '}
                  {found.timeZone !== VIEWER_ZONE && `Shown in your zone, ${VIEWER_ZONE}.`}
                </p>
              </div>
              <div className="row-of-buttons">
                <May as="responder">
                  <Button look="primary" icon="plus" onClick={() => setPlan(nextHours())}>
                    Override
                  </Button>
                  <Button icon="people" onClick={() => setSwapping(true)}>
                    Swap
                  </Button>
                </May>
                <CalendarLink path={path} />
                <May as="admin">
                  <Button icon="edit" onClick={() => setEditing(true)}>
                    Edit
                  </Button>
                </May>
              </div>
            </header>
            <MonthPicker month={month} onChange={setMonth} />
            <Loaded query={shifts} what="shifts" lines={5}>
              {({ items, gaps }) => (
                <>
                  <Gaps gaps={gaps} onFill={setPlan} />
                  <Calendar month={month} shifts={items} zone={found.timeZone} onPick={setPlan} />
                  <div className="two">
                    <ShiftList shifts={items} zone={found.timeZone} />
                    <Overrides schedule={found} />
                  </div>
                </>
              )}
            </Loaded>
            <May as="admin">
              <RemoveButton
                name={`Remove ${found.name}`}
                label="Remove this schedule"
                question="Policies that page it must be changed first."
                onRemove={async () => {
                  await send('DELETE', `${path}?version=${found.version ?? 1}`);
                  await refresh('/v1/schedules', '/v1/oncall');
                  navigate('/on-call');
                }}
              />
            </May>
            <SwapDialog open={swapping} schedule={found} onClose={() => setSwapping(false)} />
            <OverrideDialog schedule={found} plan={plan} onClose={() => setPlan(null)} />
            <ScheduleDialog open={editing} schedule={found} onClose={() => setEditing(false)} />
          </>
        )}
      </Loaded>
    </div>
  );
};

export default SchedulePage;
