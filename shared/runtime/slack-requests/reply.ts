import { type Modal, type SlackMessage, say } from '../../slack/blocks.ts';

/** What somebody gets for what they asked. */
export type Reply =
  /** Words that only they see. */
  | { readonly type: 'words'; readonly message: SlackMessage }
  /** The form that the open skeleton becomes. */
  | { readonly type: 'form'; readonly view: Modal }
  /** The card moves: that is the answer. */
  | { readonly type: 'nothing' };

/** Words with Slack's markup: what they quote is escaped. */
export const words = (text: string): Reply => ({ type: 'words', message: say(text) });
export const shown = (message: SlackMessage): Reply => ({ type: 'words', message });
export const form = (view: Modal): Reply => ({ type: 'form', view });
export const nothing: Reply = { type: 'nothing' };
