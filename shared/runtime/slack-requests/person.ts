import type { User } from '../../domain/directory/user.ts';
import type { SlackUserId } from '../../lib/ids.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { notAnAdmin, unknownUser } from '../../slack/people.ts';
import type { Desk, SignedDesk, WorkerDeps } from './desk.ts';
import { type Reply, shown, words } from './reply.ts';

/** What Slack says of one of its users. */
export interface SlackProfile {
  readonly name: string;
  /** In lower case; null where Slack keeps it to itself, and for bots. */
  readonly email: string | null;
}

/** Slack tells within this long who somebody is, or they are asked to try again. */
const PROFILE_MS = 3000;

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** Slack's own record of a user; undefined: Slack did not say. */
export const slackProfile = async (
  { slack }: Pick<WorkerDeps, 'slack'>,
  slackId: SlackUserId,
): Promise<SlackProfile | undefined> => {
  const told = await slack.call('users.info', { user: slackId }, { lane: 'person', withinMs: PROFILE_MS });
  if (!told.ok) return undefined;
  const user = (told.value as { user?: Record<string, unknown> & { profile?: Record<string, unknown> } }).user ?? {};
  const name = text(user.profile?.['real_name']) ?? text(user['real_name']) ?? text(user['name']) ?? slackId;
  return { name, email: text(user.profile?.['email'])?.toLowerCase() ?? null };
};

/**
 * Whether an e-mail address is this user's in our own workspace. In a channel that is shared with another organisation
 * its people press our buttons too, and what their profile says is theirs to choose. Undefined: Slack did not say.
 */
const isOurWorkspaces = async (
  { slack }: Pick<WorkerDeps, 'slack'>,
  email: string,
  slackId: SlackUserId,
): Promise<boolean | undefined> => {
  const found = await slack.call('users.lookupByEmail', { email }, { lane: 'person', withinMs: PROFILE_MS });
  if (found.ok) return (found.value as { user?: { id?: string } }).user?.id === slackId;
  return found.error.kind === 'refused' ? false : undefined;
};

export type Known =
  | { readonly type: 'ours'; readonly user: User }
  | { readonly type: 'unknown'; readonly email: string | null }
  | { readonly type: 'not-told' };

/**
 * Which of our users a Slack user is: by Slack's id, or by e-mail the first time, which is remembered. An e-mail whose
 * user has another Slack id already proves nothing: it may have been given to somebody else; nor does one that our own
 * workspace does not know this user by.
 */
export const whoIs = async (deps: Pick<WorkerDeps, 'slack' | 'directory'>, slackId: SlackUserId): Promise<Known> => {
  const known = await deps.directory.userOfSlack(slackId);
  if (known) return { type: 'ours', user: known };
  const profile = await slackProfile(deps, slackId);
  if (!profile) return { type: 'not-told' };
  const user = profile.email ? await deps.directory.userOfEmail(profile.email) : undefined;
  if (!user || (user.slackId !== null && user.slackId !== slackId)) return { type: 'unknown', email: profile.email };
  const isMember = await isOurWorkspaces(deps, profile.email ?? '', slackId);
  if (isMember === undefined) return { type: 'not-told' };
  if (!isMember) return { type: 'unknown', email: null };
  await deps.directory.linkSlack(user.id, slackId);
  return { type: 'ours', user: { ...user, slackId } };
};

const ROLE_ORDER = ['viewer', 'responder', 'admin'] as const;

const REFUSED = {
  responder: words(
    'You may look at incidents and not change them: your role is viewer. Nothing was done. An admin of PD Lite can make you a responder.',
  ),
  admin: shown(notAnAdmin()),
} as const;

/** Slack did not say who asks: nothing was done, and the same may go later. */
export class WhoIsThatError extends Error {
  override readonly name = 'WhoIsThatError';
}

/** The desk signed by one of ours with at least a role; otherwise what to say to them. @throws WhoIsThatError */
export const signed = async (desk: Desk, role: 'responder' | 'admin'): Promise<Result<SignedDesk, Reply>> => {
  const known = await whoIs(desk, desk.slackId);
  if (known.type === 'not-told') throw new WhoIsThatError('Slack did not say who asks');
  if (known.type === 'unknown') return err(shown(unknownUser(known.email)));
  const { user } = known;
  if (ROLE_ORDER.indexOf(user.role) < ROLE_ORDER.indexOf(role)) return err(REFUSED[role]);
  return ok({ ...desk, user, by: { kind: 'user', id: user.id, name: user.name, via: 'slack' } });
};

export type Handler<Input> = (desk: Desk, input: Input) => Promise<Reply>;

const only =
  (role: 'responder' | 'admin') =>
  <Input>(handle: (desk: SignedDesk, input: Input) => Promise<Reply>): Handler<Input> =>
  async (desk, input) => {
    const known = await signed(desk, role);
    return known.ok ? handle(known.value, input) : known.error;
  };

/** Something that changes an incident: for responders of ours, and others are told why not. */
export const byResponder = only('responder');
export const byAdmin = only('admin');
