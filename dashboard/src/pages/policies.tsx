import { useState } from 'react';
import { send } from '../lib/api.ts';
import { useAll, useRefresh } from '../lib/data.ts';
import { May } from '../lib/may.tsx';
import { useTitle } from '../lib/router.tsx';
import type { Policy } from '../lib/types.ts';
import { Ladder } from '../policies/ladder.tsx';
import { PolicyDialog } from '../policies/policy-form.tsx';
import { Button } from '../ui/button.tsx';
import { RemoveButton } from '../ui/remove.tsx';
import { Empty, Loaded } from '../ui/states.tsx';

const PoliciesPage = () => {
  useTitle('Policies');
  const policies = useAll<Policy>('/v1/policies');
  const refresh = useRefresh();
  const [editing, setEditing] = useState<{ readonly policy: Policy | null } | null>(null);
  return (
    <div className="page">
      <header className="page-head">
        <h1>Escalation policies</h1>
        <May as="admin">
          <Button look="primary" icon="plus" onClick={() => setEditing({ policy: null })}>
            New policy
          </Button>
        </May>
      </header>
      <Loaded query={policies} what="policies">
        {(items) =>
          items.length === 0 ? (
            <Empty icon="ladder" title="There is no policy yet">
              <p>A policy says who is paged first, and who is next when nobody answers.</p>
            </Empty>
          ) : (
            <div className="two">
              {items.map((policy) => (
                <section key={policy.id} className="card" aria-label={policy.name}>
                  <header className="card-head">
                    <h2>{policy.name}</h2>
                    <May as="admin">
                      <Button
                        look="quiet"
                        icon="edit"
                        aria-label={`Edit ${policy.name}`}
                        onClick={() => setEditing({ policy })}
                      >
                        Edit
                      </Button>
                    </May>
                  </header>
                  <Ladder policy={policy} />
                  <May as="admin">
                    <RemoveButton
                      name={`Remove ${policy.name}`}
                      question="Services that page by it must be changed first."
                      onRemove={async () => {
                        await send('DELETE', `/v1/policies/${policy.id}?version=${policy.version}`);
                        await refresh('/v1/policies');
                      }}
                    />
                  </May>
                </section>
              ))}
            </div>
          )
        }
      </Loaded>
      <PolicyDialog
        key={editing?.policy?.id ?? 'new'}
        open={editing !== null}
        policy={editing?.policy ?? null}
        onClose={() => setEditing(null)}
      />
    </div>
  );
};

export default PoliciesPage;
