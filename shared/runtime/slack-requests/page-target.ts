import type { User } from '../../domain/directory/user.ts';
import { isPerson, type NamedTarget, type PersonTarget } from '../../domain/escalation/policy.ts';
import type { SlackUserId } from '../../lib/ids.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { namedFirst } from '../../slack/command-text.ts';
import { inline } from '../../slack/escape.ts';
import { name as nameText } from '../../slack/incident-words.ts';
import { closeNames } from './close-names.ts';
import type { Desk } from './desk.ts';
import { whoIs } from './person.ts';
import { type Reply, words } from './reply.ts';

/** Who is to be paged, what people call them, and what was typed behind their name. */
export interface Paged {
  readonly targets: readonly NamedTarget[];
  readonly name: string;
  readonly text: string;
}

const MENTION = /^<@([UW][A-Z0-9]{2,29})(?:\|[^>]*)?>$/;

/** The Slack user that a mention names. */
export const mentioned = (text: string): SlackUserId | undefined =>
  MENTION.exec(text.trim())?.[1] as SlackUserId | undefined;

const normal = (text: string): string => text.trim().replace(/^@/, '').replace(/\s+/g, ' ').toLowerCase();

const nobodyCalled = (who: string, names: readonly string[]): Reply => {
  const close = closeNames(normal(who), names).map(nameText);
  const meant = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : '';
  return words(
    `PD Lite knows nobody and nothing called \u201c${inline(who, 80)}\u201d.${meant} A person can be mentioned with @.`,
  );
};

const mentionMeant = async (desk: Desk, slackId: SlackUserId): Promise<Result<User, Reply>> => {
  const known = await whoIs(desk, slackId);
  if (known.type === 'ours') return ok(known.user);
  const sorry =
    known.type === 'unknown'
      ? `PD Lite does not know <@${slackId}>. They can ask to be added: \`/incident ack\` shows them the button.`
      : `Slack did not say who <@${slackId}> is, so nothing was done. Try it again in a moment.`;
  return err(words(sorry));
};

/** One of ours whom a mention or a name means; what to say when there is none, or more than one. */
export const personMeant = async (desk: Desk, who: string): Promise<Result<User, Reply>> => {
  const slackId = mentioned(who);
  if (slackId) return mentionMeant(desk, slackId);
  const users = await desk.directory.users();
  const wanted = normal(who);
  const exact = users.filter(({ id, name }) => normal(id) === wanted || normal(name) === wanted);
  const found = exact.length > 0 ? exact : users.filter(({ name }) => normal(name).split(' ')[0] === wanted);
  const [first] = found;
  if (first && found.length === 1) return ok(first);
  const names = found.map(({ name }) => nameText(name)).join(', ');
  if (found.length > 1) return err(words(`Which one: ${names}? Give the whole name, or mention them with @.`));
  return err(
    nobodyCalled(
      who,
      users.map(({ name }) => name),
    ),
  );
};

type Candidate = { readonly kind: 'service' | 'schedule' | 'person'; readonly id: string; readonly name: string };

const candidatesOf = async ({ directory }: Desk): Promise<readonly Candidate[]> => {
  const [services, schedules, users] = await Promise.all([
    directory.services(),
    directory.schedules(),
    directory.users(),
  ]);
  const of = (kind: Candidate['kind'], all: readonly { readonly id: string; readonly name: string }[]) =>
    all.map(({ id, name }) => ({ kind, id, name }));
  return [...of('service', services), ...of('schedule', schedules), ...of('person', users)];
};

const named = async ({ directory }: Desk, target: PersonTarget): Promise<NamedTarget> =>
  target.type === 'user'
    ? { ...target, name: (await directory.user(target.id))?.name ?? target.id }
    : { ...target, name: (await directory.schedule(target.id))?.name ?? target.id };

/** A person, whoever is on call in a schedule, or the first level of a service's policy. */
const targetsOf = async (desk: Desk, { kind, id, name }: Candidate): Promise<readonly NamedTarget[]> => {
  if (kind !== 'service') return [{ type: kind === 'person' ? 'user' : 'schedule', id, name } as NamedTarget];
  const service = (await desk.directory.services()).find((each) => each.id === id);
  const policy = service?.policyId ? await desk.directory.policy(service.policyId) : undefined;
  return Promise.all((policy?.levels[0]?.targets ?? []).filter(isPerson).map((target) => named(desk, target)));
};

const KIND = /^(service|schedule|person)\s+(?=\S)/i;

/**
 * Those whose name or id a text begins with, and what follows it; else those whose name begins with the text, as first
 * names do. The id of one is surer than the name of another.
 */
const matching = (typed: string, all: readonly Candidate[]): { found: readonly Candidate[]; after: string } => {
  const first = namedFirst(
    typed,
    all.flatMap(({ id, name }) => [id, name]),
  );
  const key = normal(first?.name ?? typed);
  if (!first) return { found: all.filter(({ name }) => normal(name).startsWith(`${key} `)), after: '' };
  const byId = all.filter(({ id }) => normal(id) === key);
  const found = byId.length > 0 ? byId : all.filter(({ name }) => normal(name) === key);
  return { found, after: first.text };
};

/** What somebody typed, found; `service checkout` looks among services only. */
const find = (who: string, all: readonly Candidate[]): { found: readonly Candidate[]; after: string } => {
  const typed = who.trim().replace(/^@/, '').replace(/\s+/g, ' ');
  const kind = KIND.exec(typed);
  if (kind) {
    const ofKind = all.filter((each) => each.kind === kind[1]?.toLowerCase());
    const among = matching(typed.slice(kind[0].length), ofKind);
    if (among.found.length > 0) return among;
  }
  return matching(typed, all);
};

const choice = (found: readonly Candidate[]): Reply => {
  const named = found.map(({ kind, name, id }) => `${nameText(name)} (\`${kind} ${nameText(id)}\`)`);
  return words(`Which one: ${named.join(', ')}? Write what is in the brackets, or mention a person with @.`);
};

/**
 * Who `page @ada`, `page checkout` or `page checkout-primary` means: a person, a service (its policy's first level) or
 * a schedule. A name that several have, or none, is a question and never a guess.
 */
export const pageMeant = async (desk: Desk, who: string, text: string): Promise<Result<Paged, Reply>> => {
  const slackId = mentioned(who);
  if (slackId) {
    const person = await mentionMeant(desk, slackId);
    if (!person.ok) return person;
    const { id, name } = person.value;
    return ok({ targets: [{ type: 'user', id, name }], name, text });
  }
  if (who.startsWith('<!')) {
    return err(
      words('A user group cannot be paged. Page its schedule, its service or a person: `/incident page checkout`.'),
    );
  }
  const all = await candidatesOf(desk);
  const { found, after } = find(who, all);
  const [meant] = found;
  if (!meant) {
    return err(
      nobodyCalled(
        who,
        all.map(({ name }) => name),
      ),
    );
  }
  if (found.length > 1) return err(choice(found));
  const targets = await targetsOf(desk, meant);
  if (targets.length === 0) {
    return err(words(`${nameText(meant.name)} has nobody to page: its escalation policy is empty, or it has none.`));
  }
  return ok({ targets, name: targets.map((target) => target.name).join(' and '), text: text || after });
};
