import { useState } from 'react';
import { incidentList, useIncidentList } from '../incidents/incident-list.ts';
import { useAll } from '../lib/data.ts';
import { plural } from '../lib/format.ts';
import { May } from '../lib/may.tsx';
import { Link, useTitle } from '../lib/router.tsx';
import type { Incident, Policy, Service } from '../lib/types.ts';
import { ServiceDialog } from '../services/service-form.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Empty, Loaded } from '../ui/states.tsx';

const Health = ({ open }: { readonly open: readonly Incident[] }) => {
  const waiting = open.filter(({ status }) => status === 'triggered').length;
  if (waiting > 0) return <span className="badge is-bad">{plural(waiting, 'incident')} without an answer</span>;
  if (open.length > 0) return <span className="badge is-warn">{plural(open.length, 'incident')} being worked on</span>;
  return (
    <span className="badge is-good">
      <Icon name="check" /> All is quiet
    </span>
  );
};

const ServicesPage = () => {
  useTitle('Services');
  const services = useAll<Service>('/v1/services');
  const policies = useAll<Policy>('/v1/policies');
  const { items: incidents } = useIncidentList(incidentList(null));
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
              {items.map(({ id, name, policyId }) => (
                <section key={id} className="card" aria-label={name}>
                  <h2>
                    <Link href={`/services/${id}`}>{name}</Link>
                  </h2>
                  <p>
                    <Health open={incidents.filter(({ service }) => service?.id === id)} />
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
