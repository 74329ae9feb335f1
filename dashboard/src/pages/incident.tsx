import { useState } from 'react';
import { type Doing, IncidentDialog, ROLE_NAMES } from '../incidents/dialogs.tsx';
import { Story } from '../incidents/story.tsx';
import { useChange, useIncident } from '../incidents/use-incident.ts';
import { type Paging, whoIsPaged } from '../incidents/who-is-paged.ts';
import type { Problem } from '../lib/api.ts';
import { useNow } from '../lib/clock.ts';
import { plural } from '../lib/format.ts';
import { May, useMay } from '../lib/may.tsx';
import { Link, useTitle } from '../lib/router.tsx';
import { type Incident, ROLES } from '../lib/types.ts';
import { Avatar, SeverityBadge, StatusBadge } from '../ui/badges.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemNote, useAction } from '../ui/form.tsx';
import { Icon } from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { Failed, Skeleton } from '../ui/states.tsx';
import { Since, Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';

const HasIt = ({ incident }: { readonly incident: Incident }) => {
  const by = incident.status === 'resolved' ? incident.resolvedBy : incident.acknowledgedBy;
  const at = incident.status === 'resolved' ? incident.resolvedAt : incident.acknowledgedAt;
  if (!by || !at) return null;
  return (
    <div className="has-it">
      <Avatar name={by.name} />
      <p>
        <strong>{by.name}</strong> {incident.status === 'resolved' ? 'resolved it' : 'has it'}
        <span className="quiet block">
          <Time at={at} relative />
          {by.via !== 'api' && `, by ${by.via === 'voice' ? 'phone' : by.via}`}
        </span>
      </p>
    </div>
  );
};

const PagingNow = ({ paging }: { readonly paging: Paging }) => (
  <>
    <p className="quiet">
      Level {paging.level}
      {paging.round > 1 && `, round ${paging.round}`}, since <Time at={paging.at} relative />
    </p>
    <ul className="paged">
      {paging.people.map(({ id, name, why, steps }) => (
        <li key={id}>
          <Avatar name={name} />
          <div>
            <strong>{name}</strong> <span className="quiet">{why}</span>
            <ul className="steps">
              {steps.length === 0 && <li className="quiet">About to be paged</li>}
              {steps.map(({ at, text, good }) => (
                <li key={`${at}${text}`} className={good === null ? '' : good ? 'good' : 'bad'}>
                  {text} <Time at={at} relative />
                </li>
              ))}
            </ul>
          </div>
        </li>
      ))}
    </ul>
    {paging.people.length === 0 && <p>This level has nobody to page.</p>}
    {paging.skipped.length > 0 && <p className="quiet">Skipped: {paging.skipped.join('; ')}</p>}
  </>
);

interface WhoProps {
  readonly incident: Incident;
  readonly paging: Paging | null;
  /** When others are paged, should nobody answer; null when nobody else is. */
  readonly nextAt: string | null;
}

const Who = ({ incident, paging, nextAt }: WhoProps) => {
  const waiting = incident.status === 'triggered';
  const title = waiting ? (paging ? 'Being paged' : 'Nobody is paged') : 'Who has it';
  return (
    <section className={`card first ${waiting ? 'is-waiting' : ''}`} aria-labelledby="who-title">
      <h2 id="who-title">{title}</h2>
      {incident.exhausted && (
        <p className="problem">Nobody answered in any round. The fallback contact was told. Escalate to page again.</p>
      )}
      {waiting && paging && <PagingNow paging={paging} />}
      {waiting && nextAt && (
        <p className="due">
          <Icon name="clock" /> If nobody answers, the next are paged <Time at={nextAt} relative />
        </p>
      )}
      {waiting && !paging && <p>It has no escalation policy, or its first level is about to be reached.</p>}
      {!waiting && <HasIt incident={incident} />}
    </section>
  );
};

const NextUpdate = ({ at }: { readonly at: string }) => {
  const late = Date.parse(at) < useNow();
  return (
    <p className={late ? 'due late' : 'due'}>
      <Icon name="clock" /> Next update {late ? 'was due' : 'due'} <Time at={at} relative />
    </p>
  );
};

const LastUpdate = ({ incident }: { readonly incident: Incident }) => {
  const { lastUpdate, nextUpdateDueAt, status } = incident;
  if (!lastUpdate && !nextUpdateDueAt) return null;
  return (
    <section className="card first" aria-labelledby="update-title">
      <h2 id="update-title">Latest update</h2>
      {lastUpdate && (
        <>
          <p className="said">{lastUpdate.message}</p>
          <p className="quiet">
            {lastUpdate.by.name}, <Time at={lastUpdate.at} relative />
          </p>
        </>
      )}
      {nextUpdateDueAt && status !== 'resolved' && <NextUpdate at={nextUpdateDueAt} />}
    </section>
  );
};

const Roles = ({ incident, onAssign }: { readonly incident: Incident; readonly onAssign: () => void }) => (
  <section className="card" aria-labelledby="roles-title">
    <header className="card-head">
      <h2 id="roles-title">Roles</h2>
      {incident.status !== 'resolved' && (
        <May as="responder">
          <Button look="quiet" icon="edit" onClick={onAssign}>
            Assign
          </Button>
        </May>
      )}
    </header>
    <dl className="facts">
      {ROLES.map((role) => (
        <div key={role}>
          <dt>{ROLE_NAMES[role]}</dt>
          <dd>{incident.roles[role]?.name ?? <span className="quiet">nobody</span>}</dd>
        </div>
      ))}
    </dl>
  </section>
);

const ALERTS_SHOWN = 8;

const Alerts = ({ incident }: { readonly incident: Incident }) => {
  if (incident.alerts.length === 0) return null;
  const firing = incident.alerts.filter(({ state }) => state === 'firing').length;
  return (
    <section className="card" aria-labelledby="alerts-title">
      <h2 id="alerts-title">
        {plural(incident.alerts.length, 'alert')}, {firing} firing
      </h2>
      <ul className="alerts">
        {incident.alerts.slice(0, ALERTS_SHOWN).map(({ dedupKey, state }) => (
          <li key={dedupKey}>
            <span className={`dot ${state}`} aria-hidden="true" />
            <code>{dedupKey}</code>
            <span className="quiet">{state}</span>
          </li>
        ))}
      </ul>
      {incident.alerts.length > ALERTS_SHOWN && (
        <p className="quiet">and {incident.alerts.length - ALERTS_SHOWN} more</p>
      )}
    </section>
  );
};

const Actions = ({ incident, onDo }: { readonly incident: Incident; readonly onDo: (doing: Doing) => void }) => {
  const change = useChange(incident.number);
  const { busy, problem, run } = useAction(async () => {
    await change('acknowledge');
    toast(`You have ${incident.number}. Nobody else is paged.`);
  });
  const { status } = incident;
  const open = status !== 'resolved';
  return (
    <div className="actions-bar" data-testid="actions">
      <ProblemNote problem={problem} />
      <div className="actions">
        {status === 'triggered' && (
          <Button look="primary" icon="check" className="acknowledge" busy={busy} onClick={() => void run()}>
            Acknowledge
          </Button>
        )}
        {open ? (
          <Button look={status === 'acknowledged' ? 'good' : 'plain'} icon="check" onClick={() => onDo('resolve')}>
            Resolve
          </Button>
        ) : (
          !incident.mergedInto && (
            <Button icon="bell" onClick={() => onDo('reopen')}>
              Reopen
            </Button>
          )
        )}
        {open && (
          <Button icon="up" onClick={() => onDo('escalate')}>
            Escalate
          </Button>
        )}
        <Menu
          name="More to do"
          label={
            <>
              <Icon name="more" /> More
            </>
          }
          items={[
            ...(open ? [{ label: 'Status update', icon: 'message' as const, onSelect: () => onDo('update') }] : []),
            { label: 'Add a note', icon: 'note', onSelect: () => onDo('note') },
            ...(open
              ? ([
                  { label: 'Change severity', icon: 'warning', onSelect: () => onDo('severity') },
                  { label: 'Assign a role', icon: 'people', onSelect: () => onDo('role') },
                  { label: 'Merge into another', icon: 'merge', onSelect: () => onDo('merge') },
                ] as const)
              : []),
          ]}
        />
      </div>
    </div>
  );
};

const Head = ({ incident }: { readonly incident: Incident }) => (
  <header className="incident-head">
    <p className="incident-badges">
      <span className="number">{incident.number}</span>
      <StatusBadge status={incident.status} />
      <SeverityBadge severity={incident.severity} />
      {incident.drill && <span className="badge">Drill</span>}
    </p>
    <h1>{incident.title}</h1>
    <p className="quiet">
      {incident.service ? <Link href={`/services/${incident.service.id}`}>{incident.service.name}</Link> : 'No service'}
      {' · declared by '}
      {incident.declaredBy.name} <Time at={incident.declaredAt} />
      {incident.status !== 'resolved' && (
        <>
          {' · open for '}
          <Since at={incident.declaredAt} />
        </>
      )}
    </p>
    {incident.mergedInto && (
      <p className="notice">
        <Icon name="merge" /> This is the same trouble as{' '}
        <Link href={`/incidents/${incident.mergedInto}`}>the incident that it was merged into</Link>.
      </p>
    )}
  </header>
);

const StaleNote = ({ problem }: { readonly problem: Problem | null }) =>
  problem && (
    <p className="stale" role="status" data-testid="stale">
      <Icon name="warning" /> Not up to date. {problem.message} Trying again by itself.
    </p>
  );

const IncidentPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const { incident, story } = useIncident(id);
  const [doing, setDoing] = useState<Doing | null>(null);
  const mayAnswer = useMay({ as: 'responder' });
  const found = incident.data;
  useTitle(found ? `${found.number} ${found.title}` : id);
  if (!found && incident.error) {
    return <Failed problem={incident.error} what="incident" heading="h1" onRetry={() => void incident.refetch()} />;
  }
  if (!found) return <Skeleton lines={8} label="Loading the incident" />;
  const items = story.data?.items;
  return (
    <div className="page incident-page">
      <Link href="/" className="back">
        <Icon name="back" /> Incidents
      </Link>
      <StaleNote problem={incident.error ?? story.error} />
      <Head incident={found} />
      {mayAnswer ? (
        <Actions incident={found} onDo={setDoing} />
      ) : (
        <p className="notice">You are a viewer: you see everything, and an admin can let you answer.</p>
      )}
      <div className="columns">
        <div className="column-main">
          {items ? <Story items={items} /> : <Skeleton lines={6} label="Loading the story" />}
        </div>
        <div className="column-side">
          <Who
            incident={found}
            paging={items ? whoIsPaged(items) : null}
            nextAt={story.data?.paging?.nextDueAt ?? null}
          />
          <LastUpdate incident={found} />
          <Roles incident={found} onAssign={() => setDoing('role')} />
          <Alerts incident={found} />
        </div>
      </div>
      <IncidentDialog doing={doing} incident={found} onClose={() => setDoing(null)} />
    </div>
  );
};

export default IncidentPage;
