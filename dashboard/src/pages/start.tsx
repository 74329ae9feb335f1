import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../lib/api.ts';
import { nowMs } from '../lib/clock.ts';
import { configuration } from '../lib/configuration.ts';
import { useRefresh } from '../lib/data.ts';
import { fieldTime, VIEWER_ZONE } from '../lib/format.ts';
import { useMay } from '../lib/may.tsx';
import { Link, navigate, useTitle } from '../lib/router.tsx';
import type { Incident, Policy, Schedule, Service, User } from '../lib/types.ts';
import { CodeForm, type ContactMethod } from '../people/contact.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Form, ProblemNote, useAction } from '../ui/form.tsx';
import { Icon } from '../ui/icons.tsx';
import { Empty } from '../ui/states.tsx';

const MINUTE = 60;
const DAY_MS = 86_400_000;
/** A number that is nobody's: the sandbox has a phone for each that is sent something. */
const SANDBOX_PHONE = '+12025550142';

interface Setup {
  readonly user: User;
  readonly method: ContactMethod;
}

const makePerson = async (name: string, phone: string): Promise<Setup> => {
  const rules = [
    { channel: 'sms', to: phone, delaySeconds: 0 },
    { channel: 'voice', to: phone, delaySeconds: 2 * MINUTE },
  ];
  const user = await post<User>('/v1/users', { name, rules });
  const method = await post<ContactMethod>(`/v1/users/${user.id}/contact-methods`, { type: 'sms', to: phone });
  return { user, method };
};

/** A week at a time, alone for now, beginning yesterday: on call at once. */
const makeOnCall = async (user: User): Promise<Service> => {
  const startsAt = `${fieldTime(nowMs() - DAY_MS).slice(0, 10)}T09:00`;
  const schedule = await post<Schedule>('/v1/schedules', {
    name: `${user.name} on call`,
    timeZone: VIEWER_ZONE,
    layers: [{ name: 'Rotation', rotation: { unit: 'week', length: 1, startsAt }, participants: [user.id] }],
  });
  const policy = await post<Policy>('/v1/policies', {
    name: `${user.name} first`,
    levels: [{ targets: [{ type: 'schedule', id: schedule.id }], timeoutSeconds: 5 * MINUTE }],
    rounds: 2,
  });
  return post<Service>('/v1/services', { name: `${user.name}’s service`, policyId: policy.id });
};

const Steps = ({ step }: { readonly step: number }) => (
  <ol className="progress" aria-label="Steps">
    {['You', 'Your phone', 'Your page'].map((name, index) => (
      <li key={name} aria-current={index === step ? 'step' : undefined} className={index < step ? 'done' : ''}>
        <span className="turn">{index < step ? <Icon name="check" /> : index + 1}</span> {name}
      </li>
    ))}
  </ol>
);

const You = ({ onDone }: { readonly onDone: (setup: Setup) => void }) => {
  const { data } = useQuery({ queryKey: ['configuration'], queryFn: configuration });
  const [name, setName] = useState('');
  const [typed, setPhone] = useState<string | null>(null);
  const phone = typed ?? (data?.laptop ? SANDBOX_PHONE : '');
  return (
    <Form submit="Send me a code" onSubmit={async () => onDone(await makePerson(name.trim(), phone.trim()))}>
      {(problem) => (
        <>
          <Field label="Your name" error={problem?.of('name')}>
            {(slot) => (
              <input {...slot} autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
          <Field
            label="Your phone"
            hint={
              data?.laptop
                ? 'On the laptop it is a phone in the sandbox: leave it as it is.'
                : 'With its country, as +12025550101'
            }
            error={problem?.of('rules') ?? problem?.of('rules[0]') ?? problem?.of('to')}
          >
            {(slot) => <input {...slot} type="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />}
          </Field>
        </>
      )}
    </Form>
  );
};

const YourPage = ({ service }: { readonly service: Service }) => {
  const { data } = useQuery({ queryKey: ['configuration'], queryFn: configuration });
  const { busy, problem, run } = useAction(async () => {
    const incident = await post<Incident>('/v1/incidents', {
      title: 'My first page',
      severity: 'SEV2',
      service: service.id,
    });
    navigate(`/incidents/${incident.number}`);
  });
  return (
    <>
      <p>
        You are on call, a week at a time, for <Link href={`/services/${service.id}`}>{service.name}</Link>. Add others
        to your schedule when they are ready to take turns.
      </p>
      {data?.laptop && (
        <p className="notice">
          Your phone is in{' '}
          <a href="/sandbox" target="_blank" rel="noreferrer">
            the sandbox
          </a>{' '}
          (another tab).
        </p>
      )}
      <ProblemNote problem={problem} />
      <Button look="primary" icon="bell" busy={busy} onClick={() => void run()}>
        Page me now
      </Button>
    </>
  );
};

const StartPage = () => {
  useTitle('Set up your own on-call');
  const refresh = useRefresh();
  const [setup, setSetup] = useState<Setup | null>(null);
  const [service, setService] = useState<Service | null>(null);
  const { busy, problem, run } = useAction(async (user: User) => {
    setService(await makeOnCall(user));
    await refresh('/v1/');
  });
  const step = service ? 2 : setup ? 1 : 0;
  if (!useMay({ as: 'admin' })) {
    return (
      <Empty icon="user" heading="h1" title="An admin sets this up">
        <p>People, schedules and services are made by admins. Ask one to add you.</p>
      </Empty>
    );
  }
  return (
    <div className="page narrow">
      <header className="page-head">
        <h1>Your own schedule pages your own phone</h1>
      </header>
      <Steps step={step} />
      <section className="card" aria-label="This step">
        {!setup && <You onDone={setSetup} />}
        {setup && !service && !busy && !problem && (
          <CodeForm userId={setup.user.id} method={setup.method} onDone={() => void run(setup.user)} />
        )}
        {busy && <p role="status">Making your schedule, policy and service …</p>}
        {problem && setup && (
          <>
            <ProblemNote problem={problem} />
            <Button onClick={() => void run(setup.user)}>Try again</Button>
          </>
        )}
        {service && <YourPage service={service} />}
      </section>
    </div>
  );
};

export default StartPage;
