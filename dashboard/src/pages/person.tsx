import { useState } from 'react';
import { send } from '../lib/api.ts';
import { useApi, useRefresh } from '../lib/data.ts';
import { May } from '../lib/may.tsx';
import { Link, navigate, useTitle } from '../lib/router.tsx';
import type { User } from '../lib/types.ts';
import { ContactMethods } from '../people/contact.tsx';
import { PersonDialog } from '../people/person-form.tsx';
import { Findings, useReachability } from '../people/reachability.tsx';
import { Rules } from '../people/rules.tsx';
import { Avatar } from '../ui/badges.tsx';
import { Button } from '../ui/button.tsx';
import { CalendarLink } from '../ui/calendar-link.tsx';
import { Icon } from '../ui/icons.tsx';
import { RemoveButton } from '../ui/remove.tsx';
import { Loaded } from '../ui/states.tsx';

const PersonPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const path = `/v1/users/${encodeURIComponent(id)}`;
  const person = useApi<User>(path);
  const reach = useReachability();
  const refresh = useRefresh();
  const [editing, setEditing] = useState(false);
  const findings = (reach.data?.items ?? []).filter(({ subject }) => subject.type === 'user' && subject.id === id);
  useTitle(person.data?.name ?? 'Person');
  return (
    <div className="page">
      <Link href="/people" className="back">
        <Icon name="back" /> People
      </Link>
      <Loaded query={person} what="person" heading="h1">
        {(user) => (
          <>
            <header className="page-head">
              <div className="has-it">
                <Avatar name={user.name} />
                <div>
                  <h1>{user.name}</h1>
                  <p className="quiet">
                    {user.role}
                    {user.email && `, ${user.email}`}
                  </p>
                </div>
              </div>
              <div className="row-of-buttons">
                <CalendarLink path={path} own={user.id} />
                <May as="admin" own={user.id}>
                  <Button icon="edit" onClick={() => setEditing(true)}>
                    Edit
                  </Button>
                </May>
              </div>
            </header>
            {findings.length > 0 && (
              <section className="card" aria-label="What would keep a page from arriving">
                <Findings items={findings} />
              </section>
            )}
            <div className="two">
              <Rules user={user} />
              <ContactMethods user={user} />
            </div>
            <May as="admin">
              <RemoveButton
                name={`Remove ${user.name}`}
                label="Remove this person"
                question="They must be taken out of schedules and policies first."
                onRemove={async () => {
                  await send('DELETE', `${path}?version=${user.version}`);
                  await refresh('/v1/users');
                  navigate('/people');
                }}
              />
            </May>
            <PersonDialog open={editing} user={user} onClose={() => setEditing(false)} />
          </>
        )}
      </Loaded>
    </div>
  );
};

export default PersonPage;
