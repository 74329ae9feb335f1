import type { Service } from '../../../domain/directory/service.ts';
import type { NamedTarget } from '../../../domain/escalation/policy.ts';
import type { ServiceId, SlackUserId } from '../../../lib/ids.ts';
import { err, ok, type Result } from '../../../lib/result.ts';
import { say } from '../../../slack/blocks.ts';
import { declaredReply } from '../../../slack/incident-replies.ts';
import { FIELDS } from '../../../slack/names.ts';
import { declareIncident } from '../declare.ts';
import type { SignedDesk } from '../desk.ts';
import { byResponder, whoIs } from '../person.ts';
import { type Reply, shown, words } from '../reply.ts';
import { written } from '../typed.ts';
import { fieldList, fieldSeverity, fieldText, type Values } from './fields.ts';

const PAGED_MAX = 20;

interface Paged {
  readonly page: readonly NamedTarget[];
  /** Slack ids of whoever could not be found. */
  readonly missing: readonly string[];
}

/** An incident is declared whether or not everybody in it is known: who is missing is told. */
const pagedOf = async (desk: SignedDesk, values: Values): Promise<Paged> => {
  const ids = fieldList(values, FIELDS.page).filter((id) => /^[UW][A-Z0-9]{2,29}$/.test(id));
  const known = await Promise.all(
    [...new Set(ids)].slice(0, PAGED_MAX).map(async (id) => ({ id, who: await whoIs(desk, id as SlackUserId) })),
  );
  return {
    page: known.flatMap(({ who }) =>
      who.type === 'ours' ? [{ type: 'user' as const, id: who.user.id, name: who.user.name }] : [],
    ),
    missing: known.flatMap(({ id, who }) => (who.type === 'ours' ? [] : [id])),
  };
};

const serviceOf = async (desk: SignedDesk, values: Values): Promise<Result<Service | null, Reply>> => {
  const id = fieldText(values, FIELDS.service);
  if (id === null) return ok(null);
  const service = await desk.directory.service(id as ServiceId);
  return service
    ? ok(service)
    : err(
        words('Nothing was declared: the service that you chose is not there any more. Declare it with another one.'),
      );
};

/** The declaration's modal. */
export const declare = byResponder<Values>(async (desk, values) => {
  const title = written(fieldText(values, FIELDS.title) ?? '', 'title');
  const description = written(fieldText(values, FIELDS.description) ?? '', 'description');
  if (!title.ok) return title.error;
  if (!description.ok) return description.error;
  if (title.value === null) return words('Nothing was declared: say in a few words what is wrong.');
  const [service, { page, missing }] = await Promise.all([serviceOf(desk, values), pagedOf(desk, values)]);
  if (!service.ok) return service.error;
  const incident = await declareIncident(desk, {
    title: title.value,
    description: description.value,
    severity: fieldSeverity(values, FIELDS.severity) ?? 'SEV3',
    service: service.value,
    page,
  });
  const reply = declaredReply(incident, null);
  if (missing.length === 0) return shown(reply);
  const who = missing.map((id) => `<@${id}>`).join(', ');
  return shown(say(`${reply.text}\nNot paged, because PD Lite does not know them: ${who}.`));
});
