import { useState } from 'react';
import { post, send } from '../lib/api.ts';
import { useApi, useRefresh } from '../lib/data.ts';
import { May } from '../lib/may.tsx';
import { Button } from '../ui/button.tsx';
import { Copyable } from '../ui/copy.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { Icon } from '../ui/icons.tsx';
import { RemoveButton } from '../ui/remove.tsx';
import { Loaded } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';

interface Key {
  readonly id: string;
  readonly name: string;
  readonly createdAt?: string | null;
  readonly expiresAt?: string | null;
}

const OVERLAP_MINUTES = 60;

const HowToSend = ({ secret }: { readonly secret: string }) => (
  <div className="form">
    <p className="notice">
      <Icon name="key" /> This is the only time that the key is shown.
    </p>
    <Copyable name="key" text={secret} />
    <p className="label">Try it</p>
    <Copyable
      name="command"
      text={`curl ${location.origin}/v2/enqueue -H 'content-type: application/json' -d '{"routing_key":"${secret}","event_action":"trigger","payload":{"summary":"A first alert","source":"me","severity":"critical"}}'`}
    />
  </div>
);

const NewKey = ({ serviceId, replaces }: { readonly serviceId: string; readonly replaces: Key | null }) => {
  const refresh = useRefresh();
  const [name, setName] = useState(replaces?.name ?? '');
  const [secret, setSecret] = useState<string | null>(null);
  const make = async () => {
    const body = { name, ...(replaces ? { replaces: replaces.id, overlapMinutes: OVERLAP_MINUTES } : {}) };
    const { key } = await post<{ readonly key: string }>(`/v1/services/${serviceId}/keys`, body);
    setSecret(key);
    await refresh(`/v1/services/${serviceId}/keys`);
  };
  if (secret) return <HowToSend secret={secret} />;
  return (
    <Form submit={replaces ? 'Make the new key' : 'Make key'} onSubmit={make}>
      {(problem) => (
        <>
          <Field label="What sends alerts with it?" hint="As “Grafana in production”." error={problem?.of('name')}>
            {(slot) => <input {...slot} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          {replaces && <p className="hint">The key before works for {OVERLAP_MINUTES} more minutes.</p>}
        </>
      )}
    </Form>
  );
};

/** A service's keys: what each is for. What they are is shown once, when they are made. */
export const Keys = ({ serviceId }: { readonly serviceId: string }) => {
  const keys = useApi<{ readonly items: readonly Key[] }>(`/v1/services/${serviceId}/keys`);
  const refresh = useRefresh();
  const [making, setMaking] = useState<{ readonly replaces: Key | null } | null>(null);
  const remove = async (id: string) => {
    await send('DELETE', `/v1/services/${serviceId}/keys/${id}`);
    await refresh(`/v1/services/${serviceId}/keys`);
  };
  return (
    <section className="card" aria-labelledby="keys-title">
      <header className="card-head">
        <h2 id="keys-title">Keys</h2>
        <May as="admin">
          <Button className="small" icon="plus" onClick={() => setMaking({ replaces: null })}>
            New key
          </Button>
        </May>
      </header>
      <Loaded query={keys} what="keys" lines={1}>
        {({ items }) => (
          <>
            {items.length === 0 && <p className="quiet">None yet: no monitor can send alerts for this service.</p>}
            <ul className="rows">
              {items.map((key) => (
                <li key={key.id}>
                  <Icon name="key" />
                  <span>
                    <strong>{key.name}</strong>
                    <span className="quiet block">
                      {key.createdAt ? (
                        <>
                          Made <Time at={key.createdAt} relative />
                        </>
                      ) : (
                        'Made long ago'
                      )}
                      {key.expiresAt && (
                        <>
                          , works until <Time at={key.expiresAt} />
                        </>
                      )}
                    </span>
                  </span>
                  <May as="admin">
                    {!key.expiresAt && (
                      <Button look="quiet" className="small" onClick={() => setMaking({ replaces: key })}>
                        Rotate
                      </Button>
                    )}
                    <RemoveButton
                      name={`Remove the key ${key.name}`}
                      question="Alerts that are sent with it are refused from then on."
                      onRemove={() => remove(key.id)}
                    />
                  </May>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      <Dialog
        open={making !== null}
        onClose={() => setMaking(null)}
        title={making?.replaces ? `Rotate ${making.replaces.name}` : 'New key'}
      >
        {making && <NewKey serviceId={serviceId} replaces={making.replaces} />}
      </Dialog>
    </section>
  );
};
