import { useState } from 'react';
import { post } from '../lib/api.ts';
import { useAll } from '../lib/data.ts';
import { navigate } from '../lib/router.tsx';
import { type Incident, SEVERITIES, type Service } from '../lib/types.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { TargetPicker, toTargets } from '../ui/target-picker.tsx';
import { toast } from '../ui/toast.tsx';
import { incidentList } from './incident-list.ts';

export const SEVERITY_MEANS = {
  SEV1: 'SEV1 · customers cannot work',
  SEV2: 'SEV2 · badly degraded',
  SEV3: 'SEV3 · somewhat degraded',
  SEV4: 'SEV4 · hardly noticed',
} as const;

const DeclareForm = ({ onClose }: { readonly onClose: () => void }) => {
  const services = useAll<Service>('/v1/services');
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState('SEV3');
  const [chosen, setService] = useState<string | null>(null);
  // Where there is one service only it is what is meant: an incident without one pages nobody.
  const service = chosen ?? (services.data?.length === 1 ? (services.data[0]?.id ?? '') : '');
  const [description, setDescription] = useState('');
  const [page, setPage] = useState<readonly string[]>([]);
  const declare = async () => {
    const incident = await post<Incident>('/v1/incidents', {
      title,
      severity,
      ...(description ? { description } : {}),
      ...(service ? { service } : {}),
      ...(page.length > 0 ? { page: toTargets(page) } : {}),
    });
    toast(`${incident.number} is declared.`);
    incidentList(null).refresh();
    onClose();
    navigate(`/incidents/${incident.number}`);
  };
  return (
    <Form submit="Declare incident" onSubmit={declare}>
      {(problem) => (
        <>
          <Field label="What is wrong?" error={problem?.of('title')}>
            {(slot) => (
              <input {...slot} value={title} onChange={(event) => setTitle(event.target.value)} maxLength={300} />
            )}
          </Field>
          <Field label="How bad is it?" error={problem?.of('severity')}>
            {(slot) => (
              <select {...slot} value={severity} onChange={(event) => setSeverity(event.target.value)}>
                {SEVERITIES.map((one) => (
                  <option key={one} value={one}>
                    {SEVERITY_MEANS[one]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Service" hint="Its escalation policy pages." error={problem?.of('service')}>
            {(slot) => (
              <select {...slot} value={service} onChange={(event) => setService(event.target.value)}>
                <option value="">None: nobody is paged by a policy</option>
                {services.data?.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <details>
            <summary>More: a description, people to page</summary>
            <Field label="Description" error={problem?.of('description')}>
              {(slot) => (
                <textarea
                  {...slot}
                  rows={3}
                  value={description}
                  onChange={(event) => setDescription(event.target.value)}
                />
              )}
            </Field>
            <TargetPicker legend="Also page" value={page} onChange={setPage} />
          </details>
        </>
      )}
    </Form>
  );
};

export const DeclareDialog = ({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) => (
  <Dialog open={open} onClose={onClose} title="Declare an incident">
    <DeclareForm onClose={onClose} />
  </Dialog>
);
