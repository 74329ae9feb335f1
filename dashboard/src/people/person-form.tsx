import { useState } from 'react';
import { post, send } from '../lib/api.ts';
import { useRefresh } from '../lib/data.ts';
import { useMay } from '../lib/may.tsx';
import { navigate } from '../lib/router.tsx';
import type { User } from '../lib/types.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { toast } from '../ui/toast.tsx';

const ROLES = {
  viewer: 'Viewer: sees everything',
  responder: 'Responder: answers incidents, makes overrides',
  admin: 'Admin: changes people, services and policies',
} as const;

const PersonForm = ({ user, onClose }: { readonly user: User | null; readonly onClose: () => void }) => {
  const refresh = useRefresh();
  const [name, setName] = useState(user?.name ?? '');
  const [email, setEmail] = useState(user?.email ?? '');
  const [role, setRole] = useState<User['role']>(user?.role ?? 'responder');
  const isAdmin = useMay({ as: 'admin' });
  const save = async () => {
    const body = { name, ...(isAdmin ? { email: email.trim() || null, role } : {}) };
    const saved = user
      ? await send<User>('PATCH', `/v1/users/${user.id}`, { ...body, version: user.version })
      : await post<User>('/v1/users', body);
    await refresh('/v1/users', '/v1/reachability');
    toast(`${saved.name} is saved.`);
    onClose();
    navigate(`/people/${saved.id}`);
  };
  return (
    <Form submit={user ? 'Save' : 'Add person'} onSubmit={save}>
      {(problem) => (
        <>
          <Field label="Name" error={problem?.of('name')}>
            {(slot) => <input {...slot} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          {isAdmin && (
            <>
              <Field
                label="E-mail"
                hint="They sign in with it, and Slack knows them by it."
                error={problem?.of('email')}
              >
                {(slot) => (
                  <input {...slot} type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
                )}
              </Field>
              <Field label="Role" error={problem?.of('role')}>
                {(slot) => (
                  <select {...slot} value={role} onChange={(event) => setRole(event.target.value as User['role'])}>
                    {Object.entries(ROLES).map(([value, text]) => (
                      <option key={value} value={value}>
                        {text}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            </>
          )}
        </>
      )}
    </Form>
  );
};

interface Props {
  readonly open: boolean;
  readonly user: User | null;
  readonly onClose: () => void;
}

export const PersonDialog = ({ open, user, onClose }: Props) => (
  <Dialog open={open} onClose={onClose} title={user ? `Edit ${user.name}` : 'Add a person'}>
    <PersonForm user={user} onClose={onClose} />
  </Dialog>
);
