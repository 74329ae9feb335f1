import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post, send } from '../lib/api.ts';
import { configuration } from '../lib/configuration.ts';
import { useRefresh } from '../lib/data.ts';
import { May } from '../lib/may.tsx';
import type { User } from '../lib/types.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { RemoveButton } from '../ui/remove.tsx';
import { toast } from '../ui/toast.tsx';

export interface ContactMethod {
  readonly id: string;
  readonly type: 'sms' | 'voice' | 'slack' | 'email';
  readonly to: string;
  readonly label: string;
  readonly verifiedAt: string | null;
}

export const CHANNELS = {
  sms: { name: 'Text message', icon: 'message', example: '+12025550101' },
  voice: { name: 'Call', icon: 'phone', example: '+12025550101' },
  slack: { name: 'Slack', icon: 'message', example: 'U012AB3CD' },
  email: { name: 'E-mail', icon: 'globe', example: 'you@example.com' },
} as const satisfies Record<ContactMethod['type'], { name: string; icon: IconName; example: string }>;

/** On the laptop the code is on a phone in the browser. */
const WhereIsTheCode = () => {
  const { data } = useQuery({ queryKey: ['configuration'], queryFn: configuration });
  return data?.laptop ? (
    <p className="notice">
      It is on{' '}
      <a href="/sandbox" target="_blank" rel="noreferrer">
        your sandbox phone
      </a>{' '}
      (another tab).
    </p>
  ) : null;
};

interface CodeProps {
  readonly userId: string;
  readonly method: ContactMethod;
  readonly onDone: () => void;
}

/** The code that was sent to an address shows that it is theirs. */
export const CodeForm = ({ userId, method, onDone }: CodeProps) => {
  const refresh = useRefresh();
  const [code, setCode] = useState('');
  const verify = async () => {
    await post(`/v1/users/${userId}/contact-methods/${encodeURIComponent(method.id)}/verify`, { code });
    await refresh('/v1/users', '/v1/reachability');
    toast(`${method.to} is verified.`);
  };
  return (
    <Form submit="Verify" onSubmit={verify} onDone={onDone}>
      {(problem) => (
        <>
          <p>A code of six digits was sent to {method.to}.</p>
          <WhereIsTheCode />
          <Field label="Code" error={problem?.of('code')}>
            {(slot) => (
              <input
                {...slot}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
    </Form>
  );
};

const AddMethod = ({ userId, onClose }: { readonly userId: string; readonly onClose: () => void }) => {
  const refresh = useRefresh();
  const [type, setType] = useState<ContactMethod['type']>('sms');
  const [to, setTo] = useState('');
  const [added, setAdded] = useState<ContactMethod | null>(null);
  const add = async () => {
    const method = await post<ContactMethod>(`/v1/users/${userId}/contact-methods`, { type, to: to.trim() });
    await refresh('/v1/users');
    if (method.verifiedAt === null) setAdded(method);
    else onClose();
  };
  if (added) return <CodeForm userId={userId} method={added} onDone={onClose} />;
  return (
    <Form submit="Send a code" onSubmit={add}>
      {(problem) => (
        <>
          <Field label="How" error={problem?.of('type')}>
            {(slot) => (
              <select {...slot} value={type} onChange={(event) => setType(event.target.value as ContactMethod['type'])}>
                {Object.entries(CHANNELS).map(([value, { name }]) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Where" hint={`As ${CHANNELS[type].example}`} error={problem?.of('to')}>
            {(slot) => (
              <input
                {...slot}
                type={type === 'email' ? 'email' : type === 'slack' ? 'text' : 'tel'}
                value={to}
                onChange={(event) => setTo(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
    </Form>
  );
};

/** Where somebody can be reached, and whether that is known to be theirs. */
export const ContactMethods = ({ user }: { readonly user: User }) => {
  const methods = (user['contactMethods'] ?? []) as readonly ContactMethod[];
  const refresh = useRefresh();
  const [adding, setAdding] = useState(false);
  const [verifying, setVerifying] = useState<ContactMethod | null>(null);
  const sendCode = async (method: ContactMethod) => {
    setVerifying(method);
    const { type, to } = method;
    await post(`/v1/users/${user.id}/contact-methods`, { type, to }).catch(() => {});
  };
  return (
    <section className="card" aria-labelledby="contact-title">
      <header className="card-head">
        <h2 id="contact-title">Contact methods</h2>
        <May as="admin" own={user.id}>
          <Button className="small" icon="plus" onClick={() => setAdding(true)}>
            Add
          </Button>
        </May>
      </header>
      {methods.length === 0 && <p className="problem">None: they cannot be reached.</p>}
      <ul className="rows">
        {methods.map((method) => (
          <li key={method.id}>
            <Icon name={CHANNELS[method.type].icon} />
            <span>
              <strong>{method.to}</strong>
              <span className="quiet block">
                {CHANNELS[method.type].name}
                {method.label && `, ${method.label}`}
                {method.verifiedAt ? (
                  <span className="good">
                    {' '}
                    <Icon name="check" /> Verified
                  </span>
                ) : (
                  <span className="bad"> Not verified</span>
                )}
              </span>
            </span>
            <May as="admin" own={user.id}>
              {!method.verifiedAt && (
                <Button className="small" look="danger" onClick={() => void sendCode(method)}>
                  Verify
                </Button>
              )}
              <RemoveButton
                name={`Remove ${CHANNELS[method.type].name} ${method.to}`}
                question="No rule may use it any more."
                label=""
                onRemove={async () => {
                  await send('DELETE', `/v1/users/${user.id}/contact-methods/${encodeURIComponent(method.id)}`);
                  await refresh('/v1/users', '/v1/reachability');
                }}
              />
            </May>
          </li>
        ))}
      </ul>
      <Dialog open={adding} onClose={() => setAdding(false)} title="Add a contact method">
        <AddMethod userId={user.id} onClose={() => setAdding(false)} />
      </Dialog>
      <Dialog open={verifying !== null} onClose={() => setVerifying(null)} title="Verify">
        {verifying && <CodeForm userId={user.id} method={verifying} onDone={() => setVerifying(null)} />}
      </Dialog>
    </section>
  );
};
