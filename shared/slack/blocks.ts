import { LIMITS } from './limits.ts';
import type { ACTIONS } from './names.ts';

/** The part of Slack's Block Kit that we use, as plain JSON. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  /** False: `:fire:` and a colon in somebody's text stay as typed. */
  readonly emoji: false;
}

export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack turns nothing into a link or a mention of its own accord: what is one, we wrote as one. */
  readonly verbatim: true;
}

export type ActionId = (typeof ACTIONS)[keyof typeof ACTIONS];

export interface Button {
  readonly type: 'button';
  readonly action_id: ActionId;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
}

export interface Option {
  readonly text: PlainText;
  readonly value: string;
}

export interface OptionGroup {
  readonly label: PlainText;
  readonly options: Option[];
}

export interface TextInput {
  readonly type: 'plain_text_input';
  readonly action_id: 'value';
  readonly multiline: boolean;
  readonly max_length: number;
  readonly initial_value?: string;
  readonly placeholder?: PlainText;
  readonly focus_on_load?: boolean;
}

export interface Select {
  readonly type: 'static_select';
  readonly action_id: 'value';
  readonly options?: Option[];
  readonly option_groups?: OptionGroup[];
  readonly initial_option?: Option;
  readonly placeholder?: PlainText;
}

export interface UserSelect {
  readonly type: 'users_select';
  readonly action_id: 'value';
  readonly initial_user?: string;
  readonly placeholder?: PlainText;
}

export interface Section {
  readonly type: 'section';
  readonly text: Mrkdwn | PlainText;
  readonly accessory?: Button;
}

export interface Input {
  readonly type: 'input';
  readonly block_id: string;
  readonly label: PlainText;
  readonly element: TextInput | Select | UserSelect;
  readonly optional: boolean;
  readonly hint?: PlainText;
}

export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'divider' }
  | { readonly type: 'context'; readonly elements: (Mrkdwn | PlainText)[] }
  | { readonly type: 'actions'; readonly block_id: string; readonly elements: Button[] }
  | Section
  | Input;

export interface Modal {
  readonly type: 'modal';
  readonly callback_id: string;
  readonly title: PlainText;
  readonly blocks: Block[];
  readonly private_metadata: string;
  readonly submit?: PlainText;
  readonly close?: PlainText;
}

export interface Home {
  readonly type: 'home';
  readonly blocks: Block[];
}

export type View = Modal | Home;

/** A message; `text` is what notifications and readers for the blind have of it. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

export const plain = (text: string): PlainText => ({ type: 'plain_text', text, emoji: false });

/** Text with Slack's markup: everything in it that a person or a monitor wrote must be escaped. */
export const mrkdwn = (text: string): Mrkdwn => ({ type: 'mrkdwn', text, verbatim: true });

export const section = (text: string): Section => ({ type: 'section', text: mrkdwn(text) });

/** Lines in as few sections as hold them. A line must fit into a section. */
export const sections = (lines: readonly string[]): Section[] => {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= LIMITS.sectionText)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts.map(section);
};

export const context = (text: string): Block => ({ type: 'context', elements: [mrkdwn(text)] });

export const divider: Block = { type: 'divider' };

export const header = (text: string): Block => ({ type: 'header', text: plain(text) });

export const button = (actionId: ActionId, label: string, value: string, style?: 'primary' | 'danger'): Button => ({
  type: 'button',
  action_id: actionId,
  text: plain(label),
  value,
  ...(style ? { style } : {}),
});

export const actions = (blockId: string, elements: Button[]): Block => ({
  type: 'actions',
  block_id: blockId,
  elements,
});

/** A message of one text, with Slack's markup, that is its own notification. */
export const say = (text: string): SlackMessage => ({ text, blocks: [section(text)] });
