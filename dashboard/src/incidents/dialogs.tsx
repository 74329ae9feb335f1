import { useState } from 'react';
import { get } from '../lib/api.ts';
import { nowMs } from '../lib/clock.ts';
import { useAll, useApi } from '../lib/data.ts';
import { fieldTime } from '../lib/format.ts';
import { type Incident, ROLES, type Role, SEVERITIES, type User } from '../lib/types.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { TargetPicker, toTargets } from '../ui/target-picker.tsx';
import { toast } from '../ui/toast.tsx';
import { SEVERITY_MEANS } from './declare.tsx';
import { useChange } from './use-incident.ts';

export type Doing = 'escalate' | 'resolve' | 'reopen' | 'update' | 'severity' | 'role' | 'note' | 'merge';

interface Props {
  readonly incident: Incident;
  readonly onClose: () => void;
}

const Resolve = ({ incident, onClose }: Props) => {
  const change = useChange(incident.number);
  const [summary, setSummary] = useState('');
  const resolve = async () => {
    await change('resolve', summary.trim() ? { summary } : {});
    toast(`${incident.number} is resolved.`);
  };
  return (
    <Form submit="Resolve" look="good" onSubmit={resolve} onDone={onClose}>
      {(problem) => (
        <Field
          label="What was it? (optional)"
          hint="Everybody who follows the incident reads it."
          error={problem?.of('summary')}
        >
          {(slot) => (
            <textarea {...slot} rows={3} value={summary} onChange={(event) => setSummary(event.target.value)} />
          )}
        </Field>
      )}
    </Form>
  );
};

const Reopen = ({ incident, onClose }: Props) => {
  const change = useChange(incident.number);
  const [reason, setReason] = useState('');
  return (
    <Form
      submit="Reopen and page again"
      look="danger"
      onSubmit={() => change('reopen', reason.trim() ? { reason } : {})}
      onDone={onClose}
    >
      {(problem) => (
        <Field
          label="Why? (optional)"
          hint="Its policy begins again with the first level."
          error={problem?.of('reason')}
        >
          {(slot) => <textarea {...slot} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />}
        </Field>
      )}
    </Form>
  );
};

const Escalate = ({ incident, onClose }: Props) => {
  const change = useChange(incident.number);
  const [reason, setReason] = useState('');
  const [page, setPage] = useState<readonly string[]>([]);
  const escalate = async () => {
    const named = page.length > 0 ? { page: toTargets(page) } : {};
    await change('escalate', { ...(reason.trim() ? { reason } : {}), ...named });
    toast(page.length > 0 ? 'They are being paged.' : 'The next level is being paged.');
  };
  return (
    <Form
      submit={page.length > 0 ? 'Page them now' : 'Page the next level now'}
      look="danger"
      onSubmit={escalate}
      onDone={onClose}
    >
      {(problem) => (
        <>
          <Field label="Why? (optional)" error={problem?.of('reason')}>
            {(slot) => <input {...slot} value={reason} onChange={(event) => setReason(event.target.value)} />}
          </Field>
          <TargetPicker legend="People by name, and not the next level (optional)" value={page} onChange={setPage} />
        </>
      )}
    </Form>
  );
};

const DUE_IN = [15, 30, 60, 120];

const Update = ({ incident, onClose }: Props) => {
  const change = useChange(incident.number);
  const [message, setMessage] = useState('');
  const [due, setDue] = useState('');
  const update = () => {
    const at = due === '' ? null : due.includes('T') ? Date.parse(due) : nowMs() + Number(due) * 60_000;
    return change('updates', { message, ...(at === null ? {} : { nextUpdateDueAt: new Date(at).toISOString() }) });
  };
  return (
    <Form submit="Post update" onSubmit={update} onDone={onClose}>
      {(problem) => (
        <>
          <Field label="What is known now?" error={problem?.of('message')}>
            {(slot) => (
              <textarea {...slot} rows={3} value={message} onChange={(event) => setMessage(event.target.value)} />
            )}
          </Field>
          <Field label="Next update" hint="People are reminded when it is due." error={problem?.of('nextUpdateDueAt')}>
            {(slot) => (
              <select {...slot} value={due} onChange={(event) => setDue(event.target.value)}>
                <option value="">No promise</option>
                {DUE_IN.map((minutes) => (
                  <option key={minutes} value={minutes}>
                    {minutes < 60 ? `In ${minutes} minutes` : `In ${minutes / 60} ${minutes === 60 ? 'hour' : 'hours'}`}
                  </option>
                ))}
                <option value={fieldTime(nowMs() + 24 * 3600_000)}>At this time tomorrow</option>
              </select>
            )}
          </Field>
        </>
      )}
    </Form>
  );
};

const ChangeSeverity = ({ incident, onClose }: Props) => {
  const change = useChange(incident.number);
  const [severity, setSeverity] = useState<string>(incident.severity);
  return (
    <Form submit="Change severity" onSubmit={() => change('updates', { severity })} onDone={onClose}>
      {(problem) => (
        <Field label="Severity" error={problem?.of('severity')}>
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
      )}
    </Form>
  );
};

export const ROLE_NAMES: Record<Role, string> = {
  'incident-commander': 'Incident commander',
  communications: 'Communications',
  scribe: 'Scribe',
};

const AssignRole = ({ incident, onClose }: Props) => {
  const change = useChange(incident.number);
  const users = useAll<User>('/v1/users');
  const [role, setRole] = useState<Role>('incident-commander');
  const [chosen, setChosen] = useState<string | null>(null);
  const userId = chosen ?? incident.roles[role]?.id ?? '';
  return (
    <Form submit="Save" onSubmit={() => change('roles', { role, userId: userId || null })} onDone={onClose}>
      {(problem) => (
        <>
          <Field label="Role" error={problem?.of('role')}>
            {(slot) => (
              <select
                {...slot}
                value={role}
                onChange={(event) => {
                  setRole(event.target.value as Role);
                  setChosen(null);
                }}
              >
                {ROLES.map((one) => (
                  <option key={one} value={one}>
                    {ROLE_NAMES[one]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Who" error={problem?.of('userId')}>
            {(slot) => (
              <select {...slot} value={userId} onChange={(event) => setChosen(event.target.value)}>
                <option value="">Nobody</option>
                {users.data?.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
    </Form>
  );
};

const AddNote = ({ incident, onClose }: Props) => {
  const change = useChange(incident.number);
  const [text, setText] = useState('');
  return (
    <Form submit="Add note" onSubmit={() => change('notes', { text })} onDone={onClose}>
      {(problem) => (
        <Field label="Note" hint="It goes into the story." error={problem?.of('text')}>
          {(slot) => <textarea {...slot} rows={3} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
      )}
    </Form>
  );
};

const Merge = ({ incident, onClose }: Props) => {
  const change = useChange(incident.number);
  const open = useApi<{ readonly items: readonly Incident[] }>('/v1/incidents?limit=100');
  const [into, setInto] = useState('');
  const merge = async () => {
    await change('merge', { into: into.trim() });
    const target = await get<Incident>(`/v1/incidents/${encodeURIComponent(into.trim())}`).catch(() => null);
    toast(`${incident.number} is merged into ${target?.number ?? into}.`);
  };
  return (
    <Form submit="Merge" look="danger" onSubmit={merge} onDone={onClose}>
      {(problem) => (
        <Field label="Into which incident?" hint="Its alerts go there, and this one ends." error={problem?.of('into')}>
          {(slot) => (
            <>
              <input
                {...slot}
                list="open-incidents"
                placeholder="INC-7"
                autoComplete="off"
                value={into}
                onChange={(event) => setInto(event.target.value)}
              />
              <datalist id="open-incidents">
                {open.data?.items
                  .filter(({ id }) => id !== incident.id)
                  .map(({ number, title }) => (
                    <option key={number} value={number}>
                      {title}
                    </option>
                  ))}
              </datalist>
            </>
          )}
        </Field>
      )}
    </Form>
  );
};

const DIALOGS = {
  resolve: { title: 'Resolve', Body: Resolve },
  reopen: { title: 'Reopen', Body: Reopen },
  escalate: { title: 'Escalate', Body: Escalate },
  update: { title: 'Status update', Body: Update },
  severity: { title: 'Severity', Body: ChangeSeverity },
  role: { title: 'Roles', Body: AssignRole },
  note: { title: 'Add a note', Body: AddNote },
  merge: { title: 'Merge', Body: Merge },
} as const;

/** What somebody is about to do to an incident, if anything. */
export const IncidentDialog = ({ doing, incident, onClose }: Props & { readonly doing: Doing | null }) => {
  const dialog = doing && DIALOGS[doing];
  return (
    <Dialog open={doing !== null} onClose={onClose} title={dialog ? `${dialog.title} · ${incident.number}` : ''}>
      {dialog && <dialog.Body incident={incident} onClose={onClose} />}
    </Dialog>
  );
};
