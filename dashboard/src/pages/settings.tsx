import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { leave } from '../auth/sign-in-flow.ts';
import { post, send } from '../lib/api.ts';
import { nowMs } from '../lib/clock.ts';
import { configuration } from '../lib/configuration.ts';
import { useApi, useRefresh } from '../lib/data.ts';
import { VIEWER_ZONE } from '../lib/format.ts';
import { useMe } from '../lib/me.ts';
import { Link, useTitle } from '../lib/router.tsx';
import { ThemeSwitch } from '../shell.tsx';
import { Button } from '../ui/button.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { Icon } from '../ui/icons.tsx';
import { RemoveButton } from '../ui/remove.tsx';
import { Loaded } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';

interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly expiresAt: string | null;
}

const DAY_MS = 86_400_000;
const LIFETIMES = [
  [30, '30 days'],
  [90, '90 days'],
  [365, 'a year'],
] as const;

const NewToken = () => {
  const refresh = useRefresh();
  const [name, setName] = useState('');
  const [role, setRole] = useState('responder');
  const [days, setDays] = useState(90);
  const [secret, setSecret] = useState<string | null>(null);
  const make = async () => {
    const expiresAt = new Date(nowMs() + days * DAY_MS).toISOString();
    const { token } = await post<{ readonly token: string }>('/v1/tokens', { name, role, expiresAt });
    setSecret(token);
    await refresh('/v1/tokens');
  };
  if (secret) {
    return (
      <>
        <p className="notice">This is the only time that the token is shown.</p>
        <Copyable name="token" text={secret} />
      </>
    );
  }
  return (
    <Form submit="Make token" onSubmit={make}>
      {(problem) => (
        <>
          <Field label="What is it for?" error={problem?.of('name')}>
            {(slot) => <input {...slot} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <div className="fields">
            <Field label="It may do as much as a" error={problem?.of('role')}>
              {(slot) => (
                <select {...slot} value={role} onChange={(event) => setRole(event.target.value)}>
                  <option>viewer</option>
                  <option>responder</option>
                  <option>admin</option>
                </select>
              )}
            </Field>
            <Field label="It works for" error={problem?.of('expiresAt')}>
              {(slot) => (
                <select {...slot} value={days} onChange={(event) => setDays(Number(event.target.value))}>
                  {LIFETIMES.map(([value, text]) => (
                    <option key={value} value={value}>
                      {text}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
        </>
      )}
    </Form>
  );
};

const Tokens = () => {
  const tokens = useApi<{ readonly items: readonly Token[] }>('/v1/tokens');
  const refresh = useRefresh();
  const [making, setMaking] = useState(false);
  return (
    <section className="card" aria-labelledby="tokens-title">
      <header className="card-head">
        <h2 id="tokens-title">API tokens</h2>
        <Button className="small" icon="plus" onClick={() => setMaking(true)}>
          New token
        </Button>
      </header>
      <Loaded query={tokens} what="tokens" lines={1}>
        {({ items }) => (
          <>
            {items.length === 0 && <p className="quiet">None yet.</p>}
            <ul className="rows">
              {items.map(({ id, name, role, expiresAt }) => (
                <li key={id}>
                  <Icon name="key" />
                  <span>
                    <strong>{name}</strong>
                    <span className="quiet block">
                      {role}
                      {expiresAt && (
                        <>
                          , until <Time at={expiresAt} />
                        </>
                      )}
                    </span>
                  </span>
                  <RemoveButton
                    name={`Remove the token ${name}`}
                    question="Whoever uses it is refused from then on."
                    onRemove={async () => {
                      await send('DELETE', `/v1/tokens/${id}`);
                      await refresh('/v1/tokens');
                    }}
                  />
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      <Dialog open={making} onClose={() => setMaking(false)} title="New API token">
        <NewToken />
      </Dialog>
    </section>
  );
};

const SettingsPage = () => {
  useTitle('Settings');
  const me = useMe();
  const { data } = useQuery({ queryKey: ['configuration'], queryFn: configuration });
  return (
    <div className="page">
      <header className="page-head">
        <h1>Settings</h1>
      </header>
      <div className="two">
        <section className="card" aria-labelledby="me-title">
          <h2 id="me-title">You</h2>
          <Loaded query={me} what="account" lines={1}>
            {(found) => (
              <dl className="facts">
                <div>
                  <dt>Signed in as</dt>
                  <dd>{found.user ? <Link href={`/people/${found.user.id}`}>{found.name}</Link> : found.name}</dd>
                </div>
                <div>
                  <dt>Role</dt>
                  <dd>{found.role}</dd>
                </div>
                <div>
                  <dt>Time zone</dt>
                  <dd>{VIEWER_ZONE}</dd>
                </div>
              </dl>
            )}
          </Loaded>
          <ThemeSwitch />
          <div>
            <Button onClick={() => void leave()}>Sign out</Button>
          </div>
        </section>
        <section className="card" aria-labelledby="help-title">
          <h2 id="help-title">Help</h2>
          <ul className="links">
            <li>
              <Link href="/start">Be paged in two minutes: set up your own on-call</Link>
            </li>
            <li>
              <a href="/openapi.json">The API’s description (OpenAPI)</a>
            </li>
            {data?.laptop && (
              <li>
                <a href="/sandbox">The sandbox: phones and Slack in the browser</a>
              </li>
            )}
          </ul>
        </section>
      </div>
      {me.data?.role === 'admin' && <Tokens />}
    </div>
  );
};

export default SettingsPage;
