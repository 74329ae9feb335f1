import { useState } from 'react';
import { incidentList, useIncidentList } from '../incidents/incident-list.ts';
import { useNow } from '../lib/clock.ts';
import { useAll } from '../lib/data.ts';
import { plural } from '../lib/format.ts';
import { May } from '../lib/may.tsx';
import { Link, useTitle } from '../lib/router.tsx';
import type { Incident, Policy, Service } from '../lib/types.ts';
import { ServiceDialog } from '../services/service-form.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';

interface HealthProps {
  readonly open: readonly Incident[];
  /** There are more open incidents than were looked at. */
  readonly more: boolean;
}

const Health = ({ open, more }: HealthProps) => {
  const waiting = open.filter(({ status }) => status === 'triggered').length;
  const count = (number: number) => `${more ? 'At least ' : ''}${plural(number, 'incident')}`;
  if (waiting > 0) return <span className="badge is-bad">{count(waiting)} without an answer</span>;
  if (open.length > 0) return <span className="badge is-warn">{count(open.length)} being worked on</span>;
  if (more) return <span className="badge">Not among the newest incidents</span>;
  return (
    <span className="badge is-good">
      <Icon name="check" /> All is quiet
    </span>
  );
};

const InMaintenance = ({ windows }: { readonly windows: Service['maintenance'] }) => {
  const now = useNow(60);
  const current = windows.find(({ from, to }) => Date.parse(from) <= now && now < Date.parse(to));
  return (
    current && (
      <span className="badge is-warn">
        In maintenance until <Time at={current.to} />
      </span>
    )
  );
};

const ServicesPage = () => {
  useTitle('Services');
  const services = useAll<Service>('/v1/services');
  const policies = useAll<Policy>('/v1/policies');
  const { items: incidents, more } = useIncidentList(incidentList(null));
  const [creating, setCreating] = useState(false);
  const nameOf = (id: string | null) => policies.data?.find((policy) => policy.id === id)?.name ?? id;
  return (
    <div className="page">
      <header className="page-head">
        <h1>Services</h1>
        <May as="admin">
          <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
            New service
          </Button>
        </May>
      </header>
      <Loaded query={services} what="services">
        {(items) =>
          items.length === 0 ? (
            <Empty icon="service" title="There is no service yet">
              <p>
                A service is what can break. Its monitors send alerts with its keys, and its policy says who is paged.
              </p>
            </Empty>
          ) : (
            <div className="cards">
              {items.map(({ id, name, policyId, maintenance }) => (
                <section key={id} className="card" aria-label={name}>
                  <h2>
                    <Link href={`/services/${id}`}>{name}</Link>
                  </h2>
                  <p>
                    <Health open={incidents.filter(({ service }) => service?.id === id)} more={more} />{' '}
                    <InMaintenance windows={maintenance} />
                  </p>
                  <p className="quiet">{policyId ? `Pages by ${nameOf(policyId)}` : 'No policy: nobody is paged'}</p>
                </section>
              ))}
            </div>
          )
        }
      </Loaded>
      <ServiceDialog open={creating} service={null} onClose={() => setCreating(false)} />
    </div>
  );
};

export default ServicesPage;
