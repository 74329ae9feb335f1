import type { Instant } from '../../../shared/lib/instant.ts';
import { type Call, durationSeconds, hasEnded } from './call.ts';
import { rfc2822 } from './rfc2822.ts';
import { segments, type Text } from './texts.ts';

const dateOrNull = (instant: Instant | undefined): string | null => (instant ? rfc2822(instant) : null);

/** A message as Twilio's REST API shows it: https://www.twilio.com/docs/messaging/api/message-resource. */
export const messageResource = (accountSid: string, text: Text): object => {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${text.id}`;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: text.body,
    date_created: rfc2822(text.createdAt),
    date_sent: dateOrNull(text.sentAt),
    date_updated: rfc2822(text.updatedAt),
    direction: text.direction,
    error_code: text.errorCode ?? null,
    error_message: text.errorCode === undefined ? null : 'Unreachable destination handset',
    from: text.from,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: String(segments(text.body)),
    price: null,
    price_unit: 'USD',
    sid: text.id,
    status: text.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: text.to,
    uri: `${uri}.json`,
  };
};

/** A call as Twilio's REST API shows it: https://www.twilio.com/docs/voice/api/call-resource. */
export const callResource = (accountSid: string, call: Call): object => {
  const uri = `/2010-04-01/Accounts/${accountSid}/Calls/${call.id}`;
  return {
    account_sid: accountSid,
    annotation: null,
    answered_by: call.answeredBy ?? null,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    direction: 'outbound-api',
    duration: hasEnded(call) ? String(durationSeconds(call)) : null,
    end_time: dateOrNull(call.endedAt),
    forwarded_from: null,
    from: call.from,
    from_formatted: formatted(call.from),
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: call.id,
    start_time: dateOrNull(call.startedAt),
    status: call.status,
    subresource_uris: { events: `${uri}/Events.json`, notifications: `${uri}/Notifications.json` },
    to: call.to,
    to_formatted: formatted(call.to),
    trunk_sid: null,
    uri: `${uri}.json`,
  };
};

const formatted = (number: string): string => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
