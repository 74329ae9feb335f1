import { useState } from 'react';
import { useAll } from '../lib/data.ts';
import { May } from '../lib/may.tsx';
import { Link, useTitle } from '../lib/router.tsx';
import type { User } from '../lib/types.ts';
import { PersonDialog } from '../people/person-form.tsx';
import { type Finding, Findings, LevelBadge, useReachability } from '../people/reachability.tsx';
import { Avatar } from '../ui/badges.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Empty, Loaded } from '../ui/states.tsx';

const Reach = ({ user, findings }: { readonly user: User; readonly findings: readonly Finding[] }) => {
  const [worst] = findings.filter(({ subject }) => subject.type === 'user' && subject.id === user.id);
  if (worst) return <LevelBadge level={worst.level} />;
  return (
    <span className="badge is-good">
      <Icon name="check" /> Can be reached
    </span>
  );
};

const PeoplePage = () => {
  useTitle('People');
  const users = useAll<User>('/v1/users');
  const reach = useReachability();
  const [adding, setAdding] = useState(false);
  const findings = reach.data?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>People</h1>
        <May as="admin">
          <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
            Add a person
          </Button>
        </May>
      </header>
      <Loaded query={users} what="people">
        {(items) =>
          items.length === 0 ? (
            <Empty icon="people" title="Nobody is here yet">
              <p>Add the people who take turns on call.</p>
            </Empty>
          ) : (
            <section className="card" aria-label="Everybody">
              <ul className="rows">
                {items.map((user) => (
                  <li key={user.id}>
                    <Avatar name={user.name} />
                    <span>
                      <Link href={`/people/${user.id}`}>
                        <strong>{user.name}</strong>
                      </Link>
                      <span className="quiet block">{user.role}</span>
                    </span>
                    {reach.data && <Reach user={user} findings={findings} />}
                  </li>
                ))}
              </ul>
            </section>
          )
        }
      </Loaded>
      <section className="card" aria-labelledby="reach-title">
        <h2 id="reach-title">Would a page arrive?</h2>
        <Loaded query={reach} what="reachability" lines={2}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="good">
                <Icon name="check" /> Everybody who is to be paged can be reached.
              </p>
            ) : (
              <Findings items={items} />
            )
          }
        </Loaded>
      </section>
      <PersonDialog open={adding} user={null} onClose={() => setAdding(false)} />
    </div>
  );
};

export default PeoplePage;
