import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import type { Service } from '../../domain/directory/service.ts';
import type { NamedTarget } from '../../domain/escalation/policy.ts';
import type { Incident, Person } from '../../domain/incident/incident.ts';
import type { Severity } from '../../domain/incident/severity.ts';
import type { IncidentId } from '../../lib/ids.ts';
import { type Instant, toEpochMs } from '../../lib/instant.ts';
import type { SignedDesk } from './desk.ts';

export interface Declared {
  readonly title: string;
  readonly description: string | null;
  readonly severity: Severity;
  readonly service: Service | null;
  readonly page: readonly NamedTarget[];
  readonly drill?: Person;
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_LETTERS = 16;

/** The id that a request gives its incident: the same request again names the same one, and declares nothing twice. */
export const incidentIdOf = (requestId: string, at: Instant): IncidentId => {
  const random = Array.from(createHash('sha256').update(requestId).digest().subarray(0, RANDOM_LETTERS), (byte) =>
    LETTERS.charAt(byte % LETTERS.length),
  );
  return `${ulid(toEpochMs(at)).slice(0, -RANDOM_LETTERS)}${random.join('')}` as IncidentId;
};

/** Declares an incident as the person who asks; one that an earlier try declared is found again. */
export const declareIncident = async (desk: SignedDesk, declared: Declared): Promise<Incident> => {
  const { title, description, severity, service, page, drill } = declared;
  const incidentId = incidentIdOf(desk.requestId, desk.askedAt);
  const before = desk.isRepeat ? (await desk.incidents.load(incidentId)).incident : undefined;
  if (before) return before;
  const outcome = await desk.commands.execute(incidentId, {
    type: 'Declare',
    incidentId,
    number: await desk.incidents.takeNumber(),
    title,
    description,
    severity,
    service: service ? { id: service.id, name: service.name } : null,
    policyId: service?.policyId ?? null,
    alert: null,
    page,
    ...(drill ? { drill } : {}),
    by: desk.by,
    at: desk.at,
  });
  if (outcome.ok) return outcome.value;
  const { incident, refusal } = outcome.error;
  if (incident) return incident;
  throw new Error(`a declaration was refused: ${refusal.code}`);
};
