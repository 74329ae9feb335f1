import type { World } from '../world.ts';
import type { Arguments } from './arguments.ts';
import { complaintsAboutBlocks, withIds } from './block-kit.ts';
import type { Failures } from './failures.ts';
import type { Json, SlackAccount } from './model.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Triggers } from './triggers.ts';
import type { SlackWebhooks } from './webhooks.ts';
import type { Workspace } from './workspace.ts';

/** What every part of the pretended Slack shares. */
export interface Slack {
  readonly world: World;
  readonly account: SlackAccount;
  readonly workspace: Workspace;
  readonly triggers: Triggers;
  readonly limits: RateLimits;
  readonly failures: Failures;
  readonly webhooks: SlackWebhooks;
}

/** What a method answers: always HTTP 200, `ok` says how it went. */
export type Answer = Json & { readonly ok: boolean };
export type Method = (slack: Slack, args: Arguments) => Answer;
export type Methods = Readonly<Record<string, Method>>;

export const done = (body: Json = {}): Answer => ({ ok: true, ...body });

/** Slack's error; with what is wrong where, when it says so. */
export const refuse = (error: string, complaints: readonly string[] = []): Answer => ({
  ok: false,
  error,
  ...(complaints.length > 0
    ? { errors: complaints, response_metadata: { messages: complaints.map((each) => `[ERROR] ${each}`) } }
    : {}),
});

export const missing = (name: string): Answer =>
  refuse('invalid_arguments', [`missing required field: ${name} [json-pointer:/${name}]`]);

const TEXT_MAX = 40_000;

/** The words of a message. Without `blocks` it keeps those it had, if it had any. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly Json[] | undefined;
}

/** Reads a message's text and blocks. @returns Slack's error when they are not as it wants them */
export const readContent = (
  args: Arguments,
  textMax: number = TEXT_MAX,
): { readonly ok: true; readonly value: Content } | { readonly ok: false; readonly refusal: Answer } => {
  const text = args.text('text');
  if (text.length > textMax) return { ok: false, refusal: refuse('msg_too_long') };
  if (!args.has('blocks')) {
    return text ? { ok: true, value: { text, blocks: undefined } } : { ok: false, refusal: refuse('no_text') };
  }
  const blocks = args.json('blocks');
  if (!Array.isArray(blocks)) return { ok: false, refusal: refuse('invalid_blocks_format') };
  const complaints = complaintsAboutBlocks(blocks);
  if (complaints.length > 0) return { ok: false, refusal: refuse('invalid_blocks', complaints) };
  if (blocks.length === 0 && !text) return { ok: false, refusal: refuse('no_text') };
  return { ok: true, value: { text: text || UNSHOWN, blocks: withIds(blocks) } };
};

/** Slack's own words where a message has blocks and no text. */
const UNSHOWN = "This content can't be displayed.";
