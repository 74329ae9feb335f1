import { useApi } from '../lib/data.ts';
import { useTitle } from '../lib/router.tsx';
import type { OnCall } from '../lib/types.ts';
import { Avatar } from '../ui/badges.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { ZonedTime } from '../ui/zoned-time.tsx';

const ON_CALL_EVERY_MS = 15_000;

const Card = ({ item }: { readonly item: OnCall['items'][number] }) => {
  const { schedule, onCall, next } = item;
  return (
    <section className="card" aria-label={schedule.name}>
      <h2>{schedule.name}</h2>
      {onCall ? (
        <div className="has-it">
          <Avatar name={onCall.name ?? onCall.id} />
          <p>
            <strong>{onCall.name}</strong>
            <span className="quiet block">on call now</span>
          </p>
        </div>
      ) : (
        <p className="problem">Nobody is on call now.</p>
      )}
      {next && (
        <p className="quiet">
          Then {next.name}, from <ZonedTime at={next.from} zone={schedule.timeZone} />
        </p>
      )}
    </section>
  );
};

const OnCallPage = () => {
  useTitle('On call');
  const onCall = useApi<OnCall>('/v1/oncall', { everyMs: ON_CALL_EVERY_MS });
  return (
    <div className="page">
      <header className="page-head">
        <h1>On call</h1>
      </header>
      <Loaded query={onCall} what="schedules">
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="calendar" title="There is no schedule yet" />
          ) : (
            <div className="cards">
              {items.map((item) => (
                <Card key={item.schedule.id} item={item} />
              ))}
            </div>
          )
        }
      </Loaded>
    </div>
  );
};

export default OnCallPage;
