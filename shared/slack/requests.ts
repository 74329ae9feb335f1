import type { Instant } from '../lib/instant.ts';

/** What people do in Slack, as the entrances hand it to the worker: checked for its form, and nothing of it trusted. */
export type SlackRequest = CommandRequest | ActionRequest | SubmissionRequest | ShortcutRequest | EventRequest;

interface Common {
  /** Slack's own id of it (event id, trigger id): the same again is done once. */
  readonly id: string;
  readonly at: Instant;
  /** Slack's id of the person: `U...`. */
  readonly userId: string;
}

/** `/incident ...` */
export interface CommandRequest extends Common {
  readonly type: 'command';
  readonly text: string;
  readonly channelId: string;
  readonly responseUrl: string;
  /** The skeleton that was opened for it, where it opens one; null when it opens none or Slack would not. */
  readonly viewId: string | null;
}

/** A button or menu that was used, in a message, in a modal or in App Home. */
export interface ActionRequest extends Common {
  readonly type: 'action';
  readonly actionId: string;
  /** The button's value, by our rule an incident's id where it has one; a menu's chosen value. */
  readonly value: string;
  /** Where the message is; null in App Home and modals. */
  readonly channelId: string | null;
  readonly messageTs: string | null;
  readonly responseUrl: string | null;
  readonly viewId: string | null;
}

/** A modal that was submitted; its fields by block id. */
export interface SubmissionRequest extends Common {
  readonly type: 'submission';
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly values: Readonly<Record<string, string | readonly string[] | null>>;
}

/** A message shortcut. */
export interface ShortcutRequest extends Common {
  readonly type: 'shortcut';
  readonly callbackId: string;
  readonly channelId: string;
  readonly message: { readonly ts: string; readonly text: string; readonly userId: string | null };
  readonly responseUrl: string;
  readonly viewId: string | null;
}

/** What the Events API told: somebody reacted to a message, or opened our App Home. */
export interface EventRequest extends Common {
  readonly type: 'event';
  readonly event:
    | { readonly type: 'reaction_added'; readonly reaction: string; readonly channelId: string; readonly ts: string }
    | { readonly type: 'app_home_opened' };
}
