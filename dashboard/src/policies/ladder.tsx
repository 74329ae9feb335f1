import { Fragment } from 'react';
import { useAll } from '../lib/data.ts';
import { duration, plural } from '../lib/format.ts';
import { Link } from '../lib/router.tsx';
import type { Policy, Schedule, Target, User } from '../lib/types.ts';
import { Avatar } from '../ui/badges.tsx';
import { Icon } from '../ui/icons.tsx';

/** What people call a place; failing that, what it is reached by. */
const placeName = ({ type, id, name, url }: Target): string => {
  if (typeof name === 'string') return name;
  return type === 'webhook' ? new URL(String(url)).hostname : (id ?? type);
};

const TargetChip = ({ target }: { readonly target: Target }) => {
  const users = useAll<User>('/v1/users');
  const schedules = useAll<Schedule>('/v1/schedules');
  const id = String(target.id ?? '');
  if (target.type === 'user') {
    const name = users.data?.find((user) => user.id === id)?.name ?? id;
    return (
      <Link className="chip" href={`/people/${id}`}>
        <Avatar name={name} /> {name}
      </Link>
    );
  }
  if (target.type === 'schedule') {
    const name = schedules.data?.find((schedule) => schedule.id === id)?.name ?? id;
    return (
      <Link className="chip" href={`/on-call/${id}`}>
        <Icon name="calendar" /> {name}
      </Link>
    );
  }
  return (
    <span className="chip">
      <Icon name={target.type === 'webhook' ? 'globe' : 'message'} /> {placeName(target)}
    </span>
  );
};

const keyOf = (target: Target): string => JSON.stringify(target);

/** A policy as a ladder: who is paged first, how long they have, who is next, how often round, and who in the end. */
export const Ladder = ({ policy }: { readonly policy: Policy }) => (
  <ol className="ladder">
    {policy.levels.map((level, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a level is known by its place.
      <Fragment key={index}>
        <li className="rung">
          <span className="rung-number" aria-hidden="true">
            {index + 1}
          </span>
          <div>
            <p className="label">
              Level {index + 1}
              {level.roundRobin && ', by turns'}
            </p>
            <div className="chips">
              {level.targets.map((target) => (
                <TargetChip key={keyOf(target)} target={target} />
              ))}
            </div>
            <p className="hint">
              <Icon name="clock" /> has {duration(level.timeoutSeconds * 1000)} to answer
            </p>
          </div>
        </li>
      </Fragment>
    ))}
    <li className="rung end">
      <span className="rung-number" aria-hidden="true">
        <Icon name={policy.rounds > 1 ? 'clock' : 'warning'} />
      </span>
      <div>
        <p className="label">
          {policy.rounds > 1 ? `Gone through ${plural(policy.rounds, 'time')}, then ` : 'Then '}
          {policy.fallback.length > 0 ? 'the fallback is told' : 'nobody else is told'}
        </p>
        <div className="chips">
          {policy.fallback.map((target) => (
            <TargetChip key={keyOf(target)} target={target} />
          ))}
        </div>
      </div>
    </li>
  </ol>
);
