import * as v from 'valibot';
import type { Instant } from '../../lib/instant.ts';
import { isInstant } from '../../lib/instant.ts';
import type { SlackRequest } from '../../slack/requests.ts';

/** Longer than Slack lets anybody write. */
const TEXT_MAX = 40_000;
const ID_MAX = 255;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(ID_MAX));
const text = v.pipe(v.string(), v.maxLength(TEXT_MAX));
const slackId = v.pipe(v.string(), v.regex(/^[A-Z0-9]{2,30}$/));
const url = v.pipe(v.string(), v.maxLength(2000));
const instant = v.custom<Instant>((value) => typeof value === 'string' && isInstant(value));

const common = { id, at: instant, userId: slackId };

const Request = v.variant('type', [
  v.object({
    ...common,
    type: v.literal('command'),
    text,
    channelId: slackId,
    responseUrl: url,
    viewId: v.nullable(id),
  }),
  v.object({
    ...common,
    type: v.literal('action'),
    actionId: id,
    value: v.pipe(v.string(), v.maxLength(2000)),
    channelId: v.nullable(slackId),
    messageTs: v.nullable(id),
    responseUrl: v.nullable(url),
    viewId: v.nullable(id),
  }),
  v.object({
    ...common,
    type: v.literal('submission'),
    callbackId: id,
    privateMetadata: v.pipe(v.string(), v.maxLength(3000)),
    values: v.record(v.pipe(v.string(), v.maxLength(ID_MAX)), v.nullable(v.union([text, v.array(id)]))),
  }),
  v.object({
    ...common,
    type: v.literal('shortcut'),
    callbackId: id,
    channelId: slackId,
    message: v.object({ ts: id, text, userId: v.nullable(slackId) }),
    responseUrl: url,
    viewId: v.nullable(id),
  }),
  v.object({
    ...common,
    type: v.literal('event'),
    event: v.variant('type', [
      v.object({ type: v.literal('reaction_added'), reaction: id, channelId: slackId, ts: id }),
      v.object({ type: v.literal('app_home_opened') }),
    ]),
  }),
]) satisfies v.GenericSchema<unknown, SlackRequest>;

const json = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** A message of the queue as a request; undefined when it is none. */
export const readRequest = (body: string): SlackRequest | undefined => {
  const parsed = v.safeParse(Request, json(body));
  return parsed.success ? parsed.output : undefined;
};
