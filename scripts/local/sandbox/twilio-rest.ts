import { isE164 } from '../../../shared/lib/ids.ts';
import type { LocalRequest, LocalResponse, Route } from '../router.ts';
import { type Call, hasEnded, isWaiting } from './call.ts';
import type { Calls } from './calls.ts';
import { gate } from './gate.ts';
import type { Text, Texts } from './texts.ts';
import { notFound, OUTAGE, twilioError, twilioJson, unauthorized } from './twilio-errors.ts';
import { listPage } from './twilio-lists.ts';
import { callResource, messageResource } from './twilio-resources.ts';
import type { World } from './world.ts';

const PREFIX = '/_twilio';
const RESOURCE = /^\/2010-04-01\/Accounts\/(\w+)\/(Messages|Calls)(?:\/(\w+))?\.json$/;
const RING_SECONDS_DEFAULT = 60;
const BODY_CHARACTERS_MAX = 1600;

interface Parts {
  readonly world: World;
  readonly texts: Texts;
  readonly calls: Calls;
}

/** Twilio's REST API, as far as paging needs it: create, list and look up messages and calls, and end a call. */
export const twilioRoutes = (parts: Parts): Route[] => {
  const handle = gate(parts.world, 'twilio', OUTAGE, (request) => serve(parts, request));
  return [{ method: 'ANY', path: `${PREFIX}/*`, handle }];
};

const serve = async (parts: Parts, request: LocalRequest): Promise<LocalResponse> => {
  const { accountSid, authToken } = parts.world.twilio;
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  if (request.headers.authorization !== expected) return unauthorized();
  const path = request.path.slice(PREFIX.length);
  const [, account, collection, sid] = RESOURCE.exec(path) ?? [];
  if (account !== accountSid) return notFound(path);
  const operation = `${request.method} ${collection}${sid ? '/sid' : ''}`;
  const form = new URLSearchParams(request.body.toString('utf8'));
  switch (operation) {
    case 'POST Messages':
      return createMessage(parts, form);
    case 'GET Messages':
      return listMessages(parts, path, request.query);
    case 'GET Messages/sid':
      return getMessage(parts, path, sid ?? '');
    case 'POST Calls':
      return createCall(parts, form);
    case 'GET Calls':
      return listCalls(parts, path, request.query);
    case 'GET Calls/sid':
      return getCall(parts, path, sid ?? '');
    case 'POST Calls/sid':
      return updateCall(parts, path, sid ?? '', form);
    default:
      return twilioError(405, 20004, 'Method not allowed');
  }
};

const createMessage = ({ world, texts }: Parts, form: URLSearchParams): LocalResponse => {
  const to = form.get('To') ?? '';
  const body = form.get('Body') ?? '';
  const statusCallback = form.get('StatusCallback');
  const refusal = refusedMessage(world, texts, form, to, body);
  if (refusal) return refusal;
  const text = texts.send({ to, body, ...(statusCallback ? { statusCallback } : {}) });
  return twilioJson(201, messageResource(world.twilio.accountSid, text));
};

const refusedMessage = (
  world: World,
  texts: Texts,
  form: URLSearchParams,
  to: string,
  body: string,
): LocalResponse | undefined => {
  const from = form.get('From');
  const statusCallback = form.get('StatusCallback');
  if (!to) return twilioError(400, 21604, "A 'To' phone number is required.");
  if (!from) return twilioError(400, 21603, "A 'From' phone number is required.");
  if (!body) return twilioError(400, 21602, 'Message body is required.');
  if (!isE164(to)) return twilioError(400, 21211, `The 'To' number ${to} is not a valid phone number.`);
  if (from !== world.twilio.from) {
    const mismatch = `Mismatch between the 'From' number ${from} and the account ${world.twilio.accountSid}`;
    return twilioError(400, 21660, mismatch);
  }
  if (body.length > BODY_CHARACTERS_MAX) {
    return twilioError(400, 21617, 'The concatenated message body exceeds the 1600 character limit');
  }
  if (statusCallback && !isUrl(statusCallback)) {
    return twilioError(400, 21609, `The 'StatusCallback' URL ${statusCallback} is not a valid URL.`);
  }
  if (texts.hasOptedOut(to)) return twilioError(400, 21610, 'Attempt to send to unsubscribed recipient');
  return undefined;
};

const createCall = ({ world, calls }: Parts, form: URLSearchParams): LocalResponse => {
  const refusal = refusedCall(world, form);
  if (refusal) return refusal;
  const statusCallback = form.get('StatusCallback');
  const twiml = form.get('Twiml');
  const events = form.getAll('StatusCallbackEvent').flatMap((event) => event.split(/[ ,]+/));
  const call = calls.start({
    to: form.get('To') ?? '',
    url: form.get('Url') ?? world.publicUrl(),
    method: form.get('Method') ?? 'POST',
    ...(twiml === null ? {} : { twiml }),
    ...(statusCallback ? { statusCallback } : {}),
    statusEvents: events.length > 0 ? events : ['completed'],
    timeoutSeconds: Number(form.get('Timeout') ?? RING_SECONDS_DEFAULT),
    detectsMachines: ['Enable', 'DetectMessageEnd'].includes(form.get('MachineDetection') ?? ''),
  });
  return twilioJson(201, callResource(world.twilio.accountSid, call));
};

const refusedCall = (world: World, form: URLSearchParams): LocalResponse | undefined => {
  const to = form.get('To');
  const from = form.get('From');
  const url = form.get('Url');
  const timeout = Number(form.get('Timeout') ?? RING_SECONDS_DEFAULT);
  if (!to) return twilioError(400, 21201, "No 'To' number is specified");
  if (!from) return twilioError(400, 21213, "No 'From' number is specified");
  if (!isE164(to)) return twilioError(400, 21211, `The phone number you are attempting to call, ${to}, is not valid.`);
  if (from !== world.twilio.from) {
    return twilioError(400, 21210, `The source phone number provided, ${from}, is not yet verified for your account.`);
  }
  if (!url && !form.get('Twiml')) return twilioError(400, 21205, 'Url parameter is required.');
  if (url && !isUrl(url)) return twilioError(400, 21205, `Url is not a valid URL: ${url}`);
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > 600) return twilioError(400, 20001, 'Timeout is invalid');
  return undefined;
};

const getMessage = ({ world, texts }: Parts, path: string, sid: string): LocalResponse => {
  const text = texts.find(sid);
  return text ? twilioJson(200, messageResource(world.twilio.accountSid, text)) : notFound(path);
};

const getCall = ({ world, calls }: Parts, path: string, sid: string): LocalResponse => {
  const call = calls.find(sid);
  return call ? twilioJson(200, callResource(world.twilio.accountSid, call)) : notFound(path);
};

const listMessages = ({ world, texts }: Parts, path: string, query: URLSearchParams): LocalResponse => {
  const resource = (text: Text) => messageResource(world.twilio.accountSid, text);
  const timeOf = (text: Text) => text.sentAt;
  return listPage({ name: 'messages', time: 'DateSent', timeOf, path, items: texts.all(), resource }, query);
};

const listCalls = ({ world, calls }: Parts, path: string, query: URLSearchParams): LocalResponse => {
  const resource = (call: Call) => callResource(world.twilio.accountSid, call);
  const timeOf = (call: Call) => call.startedAt;
  return listPage({ name: 'calls', time: 'StartTime', timeOf, path, items: calls.all(), resource }, query);
};

/** `canceled` ends a call that nobody has picked up, `completed` any call. */
const updateCall = async (parts: Parts, path: string, sid: string, form: URLSearchParams): Promise<LocalResponse> => {
  const call = parts.calls.find(sid);
  const status = form.get('Status');
  if (!call) return notFound(path);
  if (status !== 'canceled' && status !== 'completed') return twilioError(400, 20001, 'Status is invalid');
  if (hasEnded(call)) return twilioError(400, 21220, 'Call is not in-progress. Cannot redirect.');
  if (isWaiting(call)) await parts.calls.end(call, 'canceled');
  else if (status === 'completed') await parts.calls.end(call, 'completed');
  return twilioJson(200, callResource(parts.world.twilio.accountSid, call));
};

const isUrl = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text);
