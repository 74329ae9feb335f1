import { type Instant, secondsBetween } from '../../lib/instant.ts';

/** What is known of the Slack user group of a schedule: `@oncall-checkout`. */
export interface UserGroup {
  /** Slack's id of it; null while there is none. */
  readonly groupId: string | null;
  /** The Slack id of whoever it was last set to. */
  readonly member: string | null;
  /** Slack's error code when it would not take this person, and when: it is not asked again for an hour. */
  readonly refused: { readonly userId: string; readonly error: string; readonly at: Instant } | null;
}

/** By schedule id. */
export type UserGroups = Readonly<Record<string, UserGroup>>;

export const NO_GROUP: UserGroup = { groupId: null, member: null, refused: null };

const REFUSED_SECONDS = 3600;
const HANDLE_MAX = 80;

/** May Slack be asked about this person? */
export const mayAsk = ({ refused }: UserGroup, userId: string, at: Instant): boolean =>
  refused === null || refused.userId !== userId || secondsBetween(refused.at, at) >= REFUSED_SECONDS;

/** What people write to reach whoever is on call: `oncall-checkout`. */
export const groupHandle = (scheduleId: string): string =>
  `oncall-${scheduleId.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')}`.slice(0, HANDLE_MAX);
