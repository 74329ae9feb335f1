import { useState } from 'react';
import { incidentList, useIncidentList } from '../incidents/incident-list.ts';
import { IncidentRow } from '../incidents/incident-row.tsx';
import { send } from '../lib/api.ts';
import { useApi, useRefresh } from '../lib/data.ts';
import { May } from '../lib/may.tsx';
import { Link, navigate, useTitle } from '../lib/router.tsx';
import type { Policy, Service } from '../lib/types.ts';
import { Ladder } from '../policies/ladder.tsx';
import { Keys } from '../services/keys.tsx';
import { Maintenance } from '../services/maintenance.tsx';
import { ServiceDialog } from '../services/service-form.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { RemoveButton } from '../ui/remove.tsx';
import { Loaded } from '../ui/states.tsx';

const OpenIncidents = ({ id }: { readonly id: string }) => {
  const { items } = useIncidentList(incidentList(null));
  const open = items.filter(({ service }) => service?.id === id);
  if (open.length === 0) return null;
  return (
    <ul className="plain-list" aria-label="Open incidents">
      {open.slice(0, 5).map((incident) => (
        <li key={incident.id}>
          <IncidentRow incident={incident} />
        </li>
      ))}
    </ul>
  );
};

const PolicyCard = ({ id, serviceId }: { readonly id: string | null; readonly serviceId: string }) => {
  const policy = useApi<Policy>(id && `/v1/policies/${id}`);
  return (
    <section className="card" aria-labelledby="policy-title">
      <header className="card-head">
        <h2 id="policy-title">Who is paged</h2>
        <Link className="button small" href={`/who?service=${serviceId}`}>
          Who would be paged?
        </Link>
      </header>
      {id === null ? (
        <p className="problem">It has no escalation policy: nobody is paged. Edit the service to give it one.</p>
      ) : (
        <Loaded query={policy} what="policy" lines={2}>
          {(found) => <Ladder policy={found} />}
        </Loaded>
      )}
    </section>
  );
};

const ServicePage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const path = `/v1/services/${encodeURIComponent(id)}`;
  const service = useApi<Service>(path);
  const refresh = useRefresh();
  const [editing, setEditing] = useState(false);
  useTitle(service.data?.name ?? 'Service');
  return (
    <div className="page">
      <Link href="/services" className="back">
        <Icon name="back" /> Services
      </Link>
      <Loaded query={service} what="service" heading="h1">
        {(found) => (
          <>
            <header className="page-head">
              <h1>{found.name}</h1>
              <May as="admin">
                <Button icon="edit" onClick={() => setEditing(true)}>
                  Edit
                </Button>
              </May>
            </header>
            <OpenIncidents id={found.id} />
            <div className="two">
              <PolicyCard id={found.policyId} serviceId={found.id} />
              <div className="column-main">
                <Keys serviceId={found.id} />
                <Maintenance serviceId={found.id} />
              </div>
            </div>
            <May as="admin">
              <RemoveButton
                name={`Remove ${found.name}`}
                label="Remove this service"
                question="It must have no key and no open incident."
                onRemove={async () => {
                  await send('DELETE', `${path}?version=${found.version}`);
                  await refresh('/v1/services');
                  navigate('/services');
                }}
              />
            </May>
            <ServiceDialog open={editing} service={found} onClose={() => setEditing(false)} />
          </>
        )}
      </Loaded>
    </div>
  );
};

export default ServicePage;
