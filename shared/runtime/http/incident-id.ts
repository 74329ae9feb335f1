import type { IncidentStore } from '../../data/incident-store.ts';
import { type IncidentId, incidentNumber, isIncidentId } from '../../lib/ids.ts';

/** The incident that `{id}` in a path names: a ULID, `INC-7` or `7`. Undefined: there is none of that number. */
export const findIncidentId = async (incidents: IncidentStore, text: string): Promise<IncidentId | undefined> => {
  const upper = text.toUpperCase();
  if (isIncidentId(upper)) return upper;
  const number = incidentNumber(upper);
  return number === undefined ? undefined : incidents.idOfNumber(number);
};
