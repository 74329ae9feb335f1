import { useState } from 'react';
import { send } from '../lib/api.ts';
import { useRefresh } from '../lib/data.ts';
import { duration } from '../lib/format.ts';
import { May } from '../lib/may.tsx';
import type { Rule, User } from '../lib/types.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { Icon } from '../ui/icons.tsx';
import { RemoveButton } from '../ui/remove.tsx';
import { CHANNELS, type ContactMethod } from './contact.tsx';

const MINUTE = 60;
const URGENCY: Readonly<Record<string, string>> = { high: 'urgent pages only', low: 'pages that can wait only' };

const NewRule = ({ user, onClose }: { readonly user: User; readonly onClose: () => void }) => {
  const methods = (user['contactMethods'] ?? []) as readonly ContactMethod[];
  const refresh = useRefresh();
  const [methodId, setMethodId] = useState(methods[0]?.id ?? '');
  const [minutes, setMinutes] = useState(0);
  const [urgency, setUrgency] = useState('any');
  const save = async () => {
    const method = methods.find(({ id }) => id === methodId);
    if (!method) return;
    const rule = { channel: method.type, to: method.to, delaySeconds: minutes * MINUTE, urgency };
    await send('PATCH', `/v1/users/${user.id}`, { rules: [...user.rules, rule], version: user.version });
    await refresh('/v1/users', '/v1/reachability');
  };
  return (
    <Form submit="Add rule" onSubmit={save} onDone={onClose}>
      {(problem) => (
        <>
          <Field label="Reach them by" error={problem?.of('rules')}>
            {(slot) => (
              <select {...slot} value={methodId} onChange={(event) => setMethodId(event.target.value)}>
                {methods.map(({ id, type, to }) => (
                  <option key={id} value={id}>
                    {CHANNELS[type].name}: {to}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <div className="fields">
            <Field label="Minutes after the page began">
              {(slot) => (
                <input
                  {...slot}
                  type="number"
                  min={0}
                  max={60}
                  value={minutes}
                  onChange={(event) => setMinutes(Number(event.target.value))}
                />
              )}
            </Field>
            <Field label="For">
              {(slot) => (
                <select {...slot} value={urgency} onChange={(event) => setUrgency(event.target.value)}>
                  <option value="any">every page</option>
                  <option value="high">urgent pages</option>
                  <option value="low">pages that can wait</option>
                </select>
              )}
            </Field>
          </div>
        </>
      )}
    </Form>
  );
};

const textOf = ({ channel, to, delaySeconds }: Rule): string => {
  const name = CHANNELS[channel as ContactMethod['type']]?.name ?? channel;
  return `${delaySeconds === 0 ? 'At once' : `After ${duration(delaySeconds * 1000)}`}: ${name} to ${to}`;
};

/** How somebody is paged, step by step. */
export const Rules = ({ user }: { readonly user: User }) => {
  const refresh = useRefresh();
  const [adding, setAdding] = useState(false);
  const remove = async (index: number) => {
    await send('PATCH', `/v1/users/${user.id}`, { rules: user.rules.toSpliced(index, 1), version: user.version });
    await refresh('/v1/users', '/v1/reachability');
  };
  return (
    <section className="card" aria-labelledby="rules-title">
      <header className="card-head">
        <h2 id="rules-title">When paged</h2>
        <May as="admin" own={user.id}>
          <Button className="small" icon="plus" onClick={() => setAdding(true)}>
            Add a rule
          </Button>
        </May>
      </header>
      {user.rules.length === 0 && <p className="problem">No rule: a page reaches nobody here.</p>}
      <ul className="rows">
        {user.rules.map((rule, index) => {
          const urgency = URGENCY[String((rule as { urgency?: string }).urgency)];
          return (
            <li key={`${rule.channel}${rule.to}${rule.delaySeconds}${urgency}`}>
              <Icon name="clock" />
              <span>
                {textOf(rule)}
                {urgency && <span className="quiet block">{urgency}</span>}
              </span>
              <May as="admin" own={user.id}>
                <RemoveButton
                  name={`Remove the rule ${textOf(rule)}`}
                  label=""
                  question="They are not paged this way any more."
                  onRemove={() => remove(index)}
                />
              </May>
            </li>
          );
        })}
      </ul>
      <Dialog open={adding} onClose={() => setAdding(false)} title="Add a rule">
        <NewRule user={user} onClose={() => setAdding(false)} />
      </Dialog>
    </section>
  );
};
