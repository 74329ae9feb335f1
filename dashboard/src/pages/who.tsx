import { nowMs } from '../lib/clock.ts';
import { useAll, useApi } from '../lib/data.ts';
import { clockTime, dayTime, duration, fieldTime, VIEWER_ZONE } from '../lib/format.ts';
import { useSearchParam, useTitle } from '../lib/router.tsx';
import { SEVERITIES, type Service } from '../lib/types.ts';
import { CHANNELS } from '../people/contact.tsx';
import { Avatar } from '../ui/badges.tsx';
import { Field } from '../ui/form.tsx';
import { Icon } from '../ui/icons.tsx';
import { Empty, Loaded } from '../ui/states.tsx';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly why: string;
  readonly steps: readonly { readonly channel: keyof typeof CHANNELS; readonly to: string; readonly at: string }[];
  readonly notes: readonly (string | { readonly why?: string })[];
}

interface Level {
  readonly round: number;
  readonly level: number;
  readonly at: string;
  readonly until: string;
  readonly people: readonly Person[];
  readonly skipped: readonly { readonly why: string }[];
}

interface Plan {
  readonly at: string;
  readonly why: string | null;
  readonly policy: { readonly name: string } | null;
  readonly levels: readonly Level[];
  readonly fallback: Pick<Level, 'at' | 'people' | 'skipped'>;
}

const noteText = (note: Person['notes'][number]): string => (typeof note === 'string' ? note : (note.why ?? ''));

const after = (at: string, began: number): string => {
  const ms = Date.parse(at) - began;
  return ms === 0 ? 'at once' : `after ${duration(ms)}`;
};

const People = ({ people, skipped, began }: Pick<Level, 'people' | 'skipped'> & { readonly began: number }) => (
  <>
    <ul className="paged">
      {people.map((person) => (
        <li key={person.id}>
          <Avatar name={person.name} />
          <div>
            <strong>{person.name}</strong> <span className="quiet">{person.why}</span>
            <ul className="steps">
              {person.steps.map(({ channel, to, at }) => (
                <li key={`${channel}${to}${at}`}>
                  {CHANNELS[channel]?.name ?? channel} to {to}, {after(at, began)}{' '}
                  <span className="quiet">{clockTime(at, began)}</span>
                </li>
              ))}
              {person.steps.length === 0 && <li className="bad">Cannot be reached</li>}
              {person.notes.map((note) => (
                <li key={noteText(note)} className="quiet">
                  {noteText(note)}
                </li>
              ))}
            </ul>
          </div>
        </li>
      ))}
    </ul>
    {people.length === 0 && <p className="bad">Nobody to page: passed over at once.</p>}
    {skipped.map(({ why }) => (
      <p key={why} className="quiet">
        Skipped: {why}
      </p>
    ))}
  </>
);

const PlanView = ({ plan }: { readonly plan: Plan }) => {
  const began = Date.parse(plan.at);
  if (plan.why) {
    return (
      <Empty icon="warning" title="Nobody would be paged">
        <p>The reason: {plan.why}.</p>
      </Empty>
    );
  }
  return (
    <ol className="ladder" data-testid="plan">
      {plan.levels.map((level) => (
        <li key={`${level.round}-${level.level}`} className="rung">
          <span className="rung-number" aria-hidden="true">
            {level.level}
          </span>
          <div>
            <p className="label">
              Level {level.level}
              {level.round > 1 && `, round ${level.round}`}, {after(level.at, began)}{' '}
              <span className="quiet">({dayTime(level.at)})</span>
            </p>
            <People people={level.people} skipped={level.skipped} began={began} />
          </div>
        </li>
      ))}
      <li className="rung end">
        <span className="rung-number" aria-hidden="true">
          <Icon name="warning" />
        </span>
        <div>
          <p className="label">Nobody answered: the fallback is told {after(plan.fallback.at, began)}</p>
          <People people={plan.fallback.people} skipped={plan.fallback.skipped} began={began} />
        </div>
      </li>
    </ol>
  );
};

const WhoPage = () => {
  useTitle('Who would be paged');
  const services = useAll<Service>('/v1/services');
  const [chosen, setService] = useSearchParam('service');
  const [at, setAt] = useSearchParam('at');
  const [severity, setSeverity] = useSearchParam('severity', 'SEV3');
  const service = chosen || services.data?.[0]?.id || '';
  const when = at && !Number.isNaN(Date.parse(at)) ? `&at=${encodeURIComponent(new Date(at).toISOString())}` : '';
  const path = `/v1/services/${encodeURIComponent(service)}/who-would-be-paged?severity=${severity}${when}`;
  const plan = useApi<Plan>(service ? path : null);
  return (
    <div className="page">
      <header className="page-head">
        <h1>Who would be paged?</h1>
      </header>
      <section className="card fields" aria-label="If an incident began">
        <Field label="If this broke">
          {(slot) => (
            <select {...slot} value={service} onChange={(event) => setService(event.target.value)}>
              {services.data?.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={`At (${VIEWER_ZONE})`}>
          {(slot) => (
            <input
              {...slot}
              type="datetime-local"
              value={at || fieldTime(nowMs())}
              onChange={(event) => setAt(event.target.value)}
            />
          )}
        </Field>
        <Field label="As bad as">
          {(slot) => (
            <select {...slot} value={severity} onChange={(event) => setSeverity(event.target.value)}>
              {SEVERITIES.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          )}
        </Field>
      </section>
      {services.data?.length === 0 ? (
        <Empty icon="service" title="There is no service yet" />
      ) : (
        <section className="card" aria-label="The plan">
          <Loaded query={plan} what="plan">
            {(found) => <PlanView plan={found} />}
          </Loaded>
        </section>
      )}
    </div>
  );
};

export default WhoPage;
