import { useState } from 'react';
import { post, send } from '../lib/api.ts';
import { useAll, useRefresh } from '../lib/data.ts';
import { navigate } from '../lib/router.tsx';
import type { Policy, Service } from '../lib/types.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { toast } from '../ui/toast.tsx';

const GROUPING = {
  alert: 'Each alert is an incident of its own',
  service: 'All alerts of the service share one incident',
} as const;

const ServiceForm = ({ service, onClose }: { readonly service: Service | null; readonly onClose: () => void }) => {
  const policies = useAll<Policy>('/v1/policies');
  const refresh = useRefresh();
  const [name, setName] = useState(service?.name ?? '');
  const [policyId, setPolicyId] = useState(service?.policyId ?? '');
  const [grouping, setGrouping] = useState(service?.grouping.type ?? 'alert');
  const save = async () => {
    const kept = service?.grouping.type === grouping ? service.grouping : { type: grouping };
    const body = { name, policyId: policyId || null, grouping: kept };
    const saved = service
      ? await send<Service>('PATCH', `/v1/services/${service.id}`, { ...body, version: service.version })
      : await post<Service>('/v1/services', body);
    await refresh('/v1/services');
    toast(`${saved.name} is saved.`);
    onClose();
    navigate(`/services/${saved.id}`);
  };
  return (
    <Form submit={service ? 'Save service' : 'Create service'} onSubmit={save}>
      {(problem) => (
        <>
          <Field label="Name" error={problem?.of('name')}>
            {(slot) => <input {...slot} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <Field label="Escalation policy" hint="Who is paged when something is wrong." error={problem?.of('policyId')}>
            {(slot) => (
              <select {...slot} value={policyId} onChange={(event) => setPolicyId(event.target.value)}>
                <option value="">None: nobody is paged</option>
                {policies.data?.map((policy) => (
                  <option key={policy.id} value={policy.id}>
                    {policy.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Alerts" error={problem?.of('grouping')}>
            {(slot) => (
              <select {...slot} value={grouping} onChange={(event) => setGrouping(event.target.value)}>
                {Object.entries(GROUPING).map(([value, text]) => (
                  <option key={value} value={value}>
                    {text}
                  </option>
                ))}
                {service?.grouping.type === 'labels' && (
                  <option value="labels">Alerts of the same {service.grouping.labels?.join(', ')} share one</option>
                )}
              </select>
            )}
          </Field>
        </>
      )}
    </Form>
  );
};

interface Props {
  readonly open: boolean;
  readonly service: Service | null;
  readonly onClose: () => void;
}

export const ServiceDialog = ({ open, service, onClose }: Props) => (
  <Dialog open={open} onClose={onClose} title={service ? `Edit ${service.name}` : 'New service'}>
    <ServiceForm service={service} onClose={onClose} />
  </Dialog>
);
