import { useQueryClient } from '@tanstack/react-query';
import { Link } from '../lib/router.tsx';
import type { Incident } from '../lib/types.ts';
import { SeverityBadge, StatusBadge } from '../ui/badges.tsx';
import { Since, Time } from '../ui/time.tsx';

const answer = (incident: Incident) => {
  if (incident.status === 'resolved') {
    return incident.mergedInto ? (
      'Merged into another'
    ) : (
      <>
        Resolved by {incident.resolvedBy?.name ?? 'nobody'} <Time at={incident.resolvedAt ?? incident.declaredAt} />
      </>
    );
  }
  if (incident.status === 'acknowledged') return <>{incident.acknowledgedBy?.name ?? 'Somebody'} has it</>;
  return incident.exhausted ? 'Nobody answered in any round' : 'Nobody has it yet';
};

/** One incident in a list: what it is, whether somebody has it, and for how long. */
export const IncidentRow = ({ incident }: { readonly incident: Incident }) => {
  const client = useQueryClient();
  return (
    <Link
      href={`/incidents/${incident.number}`}
      className={`incident-row is-${incident.status}`}
      onClick={() => client.setQueryData(['api', `/v1/incidents/${incident.number}`], incident)}
    >
      <span className="row-main">
        <span className="row-title">{incident.title}</span>
        <span className="row-facts">
          <span className="number">{incident.number}</span>
          {incident.drill && <span>Drill</span>}
          {incident.service && <span>{incident.service.name}</span>}
          <span className={incident.exhausted ? 'bad' : ''}>{answer(incident)}</span>
        </span>
      </span>
      <span className="row-side">
        <span className="row-badges">
          <SeverityBadge severity={incident.severity} />
          <StatusBadge status={incident.status} />
        </span>
        <span className="row-time">
          {incident.status === 'resolved' ? (
            <Time at={incident.declaredAt} />
          ) : (
            <>
              open for <Since at={incident.declaredAt} />
            </>
          )}
        </span>
      </span>
    </Link>
  );
};
