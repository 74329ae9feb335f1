import { useState } from 'react';
import { post } from '../lib/api.ts';
import { LIVE_MS, useAll, useApi, useRefresh } from '../lib/data.ts';
import { duration } from '../lib/format.ts';
import { May } from '../lib/may.tsx';
import { useMe } from '../lib/me.ts';
import { Link, useTitle } from '../lib/router.tsx';
import type { Named, User } from '../lib/types.ts';
import { CHANNELS } from '../people/contact.tsx';
import { Avatar } from '../ui/badges.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';

interface Drill {
  readonly id: string;
  readonly number: string;
  readonly user: Named;
  readonly status: 'under-way' | 'answered' | 'unanswered';
  readonly startedAt: string;
  readonly seconds: {
    readonly handedOver: number | null;
    readonly delivered: number | null;
    readonly answered: number | null;
  };
  readonly steps: readonly { readonly channel: keyof typeof CHANNELS; readonly outcome: string }[];
}

const STATUS = {
  'under-way': { text: 'Under way', look: 'is-warn' },
  answered: { text: 'Answered', look: 'is-good' },
  unanswered: { text: 'Not answered', look: 'is-bad' },
} as const;

const seconds = (value: number | null): string => (value === null ? '–' : duration(value * 1000));

const DrillRow = ({ drill }: { readonly drill: Drill }) => {
  const { number, user, status, startedAt, steps } = drill;
  return (
    <li>
      <Avatar name={user.name} />
      <span>
        <Link href={`/incidents/${number}`}>
          <strong>{user.name}</strong>
        </Link>
        <span className="quiet block">
          <Time at={startedAt} relative />
          {steps.length > 0 &&
            `, by ${[...new Set(steps.map(({ channel }) => CHANNELS[channel].name.toLowerCase()))].join(' and ')}`}
        </span>
      </span>
      <dl className="times">
        <div>
          <dt>Handed over</dt>
          <dd>{seconds(drill.seconds.handedOver)}</dd>
        </div>
        <div>
          <dt>Delivered</dt>
          <dd>{seconds(drill.seconds.delivered)}</dd>
        </div>
        <div>
          <dt>Answered</dt>
          <dd>{seconds(drill.seconds.answered)}</dd>
        </div>
      </dl>
      <span className={`badge ${STATUS[status].look}`}>{STATUS[status].text}</span>
    </li>
  );
};

const NewDrill = ({ onClose }: { readonly onClose: () => void }) => {
  const users = useAll<User>('/v1/users');
  const me = useMe();
  const refresh = useRefresh();
  const [chosen, setChosen] = useState('');
  const userId = chosen || me.data?.user?.id || users.data?.[0]?.id || '';
  const start = async () => {
    const { number } = await post<Drill>(`/v1/users/${userId}/drills`);
    await refresh('/v1/drills');
    toast(`${number}: the drill has begun.`);
  };
  return (
    <Form submit="Page them now" look="danger" onSubmit={start} onDone={onClose}>
      {(problem) => (
        <Field label="Who" error={problem?.of('id')}>
          {(slot) => (
            <select {...slot} value={userId} onChange={(event) => setChosen(event.target.value)}>
              {users.data?.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </Form>
  );
};

const DrillsPage = () => {
  useTitle('Drills');
  const drills = useApi<{ readonly items: readonly Drill[] }>('/v1/drills', { everyMs: LIVE_MS });
  const [starting, setStarting] = useState(false);
  const begin = (
    <May as="responder">
      <Button look="primary" icon="drill" onClick={() => setStarting(true)}>
        Start a drill
      </Button>
    </May>
  );
  return (
    <div className="page">
      <header className="page-head">
        <h1>Drills</h1>
        {drills.data?.items.length !== 0 && begin}
      </header>
      <Loaded query={drills} what="drills">
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="drill" title="No drill yet">
              <p>
                A drill pages somebody for practice, on the real path and by their own rules, and keeps how long it
                took.
              </p>
              {begin}
            </Empty>
          ) : (
            <section className="card" aria-label="Drills, newest first">
              <ul className="rows" data-testid="drills">
                {items.map((drill) => (
                  <DrillRow key={drill.id} drill={drill} />
                ))}
              </ul>
            </section>
          )
        }
      </Loaded>
      <Dialog
        open={starting}
        onClose={() => setStarting(false)}
        title="Start a drill"
        hint="A real page, to real phones. Answered it ends, and unanswered after five minutes."
      >
        <NewDrill onClose={() => setStarting(false)} />
      </Dialog>
    </div>
  );
};

export default DrillsPage;
