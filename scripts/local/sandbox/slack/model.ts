import type { Instant } from '../../../../shared/lib/instant.ts';

/** The app that the product is in the workspace. */
export interface SlackAccount {
  readonly botToken: string;
  readonly signingSecret: string;
}

export type Json = Readonly<Record<string, unknown>>;

export interface Person {
  readonly id: string;
  /** What follows the `@`. */
  readonly handle: string;
  readonly name: string;
  readonly email: string | null;
  readonly isBot: boolean;
}

export interface Pin {
  readonly ts: string;
  readonly by: string;
  readonly at: Instant;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  /** Whose direct messages with the app these are; null for a channel. */
  readonly personId: string | null;
  readonly creator: string;
  readonly createdAt: Instant;
  readonly topic: string;
  readonly members: readonly string[];
  /** The newest first. */
  readonly pins: readonly Pin[];
  readonly isGeneral: boolean;
  readonly isArchived: boolean;
}

export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
}

/** A message, as people see it. */
export interface Message {
  /** The channel's id and the timestamp, which together name it. */
  readonly id: string;
  readonly channel: string;
  /** Slack's name of a message in its channel: seconds with six decimals, no two the same. */
  readonly ts: string;
  readonly at: Instant;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly metadata: Json | null;
  readonly threadTs: string | null;
  /** What Slack itself wrote: `channel_join`, `channel_topic`, `pinned_item`. */
  readonly subtype: string | null;
  /** The only person who sees it; null when everybody does. */
  readonly visibleTo: string | null;
  readonly editedTs: string | null;
  readonly isDeleted: boolean;
  readonly reactions: readonly Reaction[];
}

/** A modal that is open for a person, or was. */
export interface View {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  /** As the app gave it, every block and element with its id. */
  readonly payload: Json;
  readonly hash: string;
  readonly rootViewId: string;
  readonly previousViewId: string | null;
  readonly openedAt: Instant;
  readonly isClosed: boolean;
}

export interface UserGroup {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly description: string;
  readonly users: readonly string[];
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly isDisabled: boolean;
}

/** A web address by which the app may answer what somebody did: five times in half an hour. */
export interface ResponseUrl {
  readonly id: string;
  readonly channel: string;
  readonly user: string;
  /** The message that had the button; null for commands. */
  readonly messageId: string | null;
  readonly usesLeft: number;
  readonly expiresAt: Instant;
}

/** An event that the app has not taken yet. */
export interface PendingEvent {
  readonly id: string;
  readonly envelope: Json;
  /** 0 for the first, then the retries. */
  readonly attempt: number;
  readonly dueAt: Instant;
  readonly reason: string | null;
  readonly isDone: boolean;
}

export const TEAM = { id: 'T0SANDBOX', name: 'PD Lite sandbox', domain: 'pd-lite-sandbox' } as const;
export const APP = { id: 'A0PDLITE', botId: 'B0PDLITE', userId: 'U0PDLITE', verificationToken: 'sandbox' } as const;
export const SLACKBOT = 'USLACKBOT';
export const GENERAL = 'C0GENERAL';

const person = (id: string, handle: string, name: string): Person => ({
  id,
  handle,
  name,
  email: `${handle}@example.com`,
  isBot: false,
});

/** Ada, Ben and Cleo are in the product's sample data; Dana is unknown to it. */
export const PEOPLE: readonly Person[] = [
  person('U0ADA', 'ada', 'Ada Park'),
  person('U0BEN', 'ben', 'Ben Osei'),
  person('U0CLEO', 'cleo', 'Cleo Marin'),
  person('U0DANA', 'dana', 'Dana Reyes'),
];

export const USERS: readonly Person[] = [
  ...PEOPLE,
  { id: APP.userId, handle: 'pd_lite', name: 'PD Lite', email: null, isBot: true },
  { id: SLACKBOT, handle: 'slackbot', name: 'Slackbot', email: null, isBot: true },
];

/** The channels of a new workspace. The app is in #incidents only, as after `/invite @PD Lite`. */
export const firstChannels = (at: Instant): readonly Channel[] => {
  const people = PEOPLE.map(({ id }) => id);
  const channel = (id: string, name: string, members: readonly string[]): Channel => ({
    id,
    name,
    personId: null,
    creator: PEOPLE[0]?.id ?? '',
    createdAt: at,
    topic: '',
    members,
    pins: [],
    isGeneral: id === GENERAL,
    isArchived: false,
  });
  return [channel(GENERAL, 'general', people), channel('C0INCIDENTS', 'incidents', [...people, APP.userId])];
};
