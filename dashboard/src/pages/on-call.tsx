import { useState } from 'react';
import { useApi } from '../lib/data.ts';
import { May } from '../lib/may.tsx';
import { Link, useTitle } from '../lib/router.tsx';
import type { OnCall } from '../lib/types.ts';
import { ScheduleDialog } from '../on-call/schedule-form.tsx';
import { Avatar } from '../ui/badges.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { ZonedTime } from '../ui/zoned-time.tsx';

const ON_CALL_EVERY_MS = 15_000;

const Card = ({ item }: { readonly item: OnCall['items'][number] }) => {
  const { schedule, onCall, next } = item;
  return (
    <section className="card" aria-label={schedule.name}>
      <h2>
        <Link href={`/on-call/${schedule.id}`}>{schedule.name}</Link>
      </h2>
      {onCall ? (
        <div className="has-it">
          <Avatar name={onCall.name ?? onCall.id} />
          <p>
            <strong>{onCall.name ?? onCall.id}</strong>
            <span className="quiet block">
              on call now
              {onCall.reason.type === 'layer' && (
                <>
                  , until <ZonedTime at={onCall.reason.shiftTo} zone={schedule.timeZone} />
                </>
              )}
              {onCall.reason.type === 'override' && ', by an override'}
            </span>
          </p>
        </div>
      ) : (
        <p className="problem">
          <Icon name="warning" /> Nobody is on call now.
        </p>
      )}
      <p className="quiet">
        {next ? (
          <>
            Then {next.name ?? next.id}, from <ZonedTime at={next.from} zone={schedule.timeZone} />
          </>
        ) : (
          'Nobody comes after.'
        )}
      </p>
    </section>
  );
};

const OnCallPage = () => {
  useTitle('On call');
  const onCall = useApi<OnCall>('/v1/oncall', { everyMs: ON_CALL_EVERY_MS });
  const [creating, setCreating] = useState(false);
  return (
    <div className="page">
      <header className="page-head">
        <h1>On call</h1>
        <May as="admin">
          <Button icon="plus" onClick={() => setCreating(true)}>
            New schedule
          </Button>
        </May>
      </header>
      <Loaded query={onCall} what="schedules">
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="calendar" title="There is no schedule yet">
              <p>A schedule says who is on call when. Make one with the people who take turns.</p>
              <May as="admin">
                <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
                  New schedule
                </Button>
              </May>
            </Empty>
          ) : (
            <div className="cards">
              {items.map((item) => (
                <Card key={item.schedule.id} item={item} />
              ))}
            </div>
          )
        }
      </Loaded>
      <ScheduleDialog open={creating} schedule={null} onClose={() => setCreating(false)} />
    </div>
  );
};

export default OnCallPage;
