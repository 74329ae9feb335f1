import { randomUUID } from 'node:crypto';
import { isE164 } from '../../../shared/lib/ids.ts';
import type { LocalRequest, LocalResponse, Route } from '../router.ts';
import { gate } from './gate.ts';
import { receive, type World } from './world.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
const BODY_CHARACTERS_MAX = 1600;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const xml = (status: number, body: string): LocalResponse => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() },
  body,
});

const failure = (status: number, code: string, message: string): LocalResponse => {
  const type = status >= 500 ? 'Receiver' : 'Sender';
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}">${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
};

const OUTAGE = failure(500, 'InternalError', 'An internal service error occurred.');

/** SNS as its Query protocol speaks, as far as paging needs it: publish a text message to a phone number. */
export const snsRoutes = (world: World): Route[] => [
  { method: 'POST', path: '/_sns/*', handle: gate(world, 'sns', OUTAGE, (request) => serve(world, request)) },
];

const serve = (world: World, request: LocalRequest): LocalResponse => {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const action = form.get('Action') ?? '';
  if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
    return failure(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  if (action !== 'Publish') return failure(400, 'InvalidAction', `Could not find operation ${action}`);
  return publish(world, form);
};

const publish = (world: World, form: URLSearchParams): LocalResponse => {
  const to = form.get('PhoneNumber') ?? '';
  const body = form.get('Message') ?? '';
  const type = readAttributes(form)['AWS.SNS.SMS.SMSType'];
  if (!isE164(to)) return invalid(`PhoneNumber Reason: ${to} is not valid to publish to`);
  if (!body) return invalid('Empty message');
  if (body.length > BODY_CHARACTERS_MAX) return invalid('Message Reason: Message too long');
  if (type !== undefined && !['Transactional', 'Promotional'].includes(type)) return invalid('SMSType');
  const id = randomUUID();
  const status = world.outages.mode('sns') === 'undelivered' ? 'undelivered' : 'delivered';
  receive(world, { id, kind: 'sms', provider: 'sns', to, body, at: world.clock.now(), status });
  const result = `<PublishResult><MessageId>${id}</MessageId></PublishResult>`;
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return xml(200, `<PublishResponse xmlns="${NAMESPACE}">${result}${metadata}</PublishResponse>`);
};

const invalid = (what: string): LocalResponse => failure(400, 'InvalidParameter', `Invalid parameter: ${what}`);

/** `MessageAttributes.entry.1.Name`, `MessageAttributes.entry.1.Value.StringValue`, ... as names with their values. */
const readAttributes = (form: URLSearchParams): Record<string, string> => {
  const names = [...form].filter(([key]) => /^MessageAttributes\.entry\.\d+\.Name$/.test(key));
  return Object.fromEntries(
    names.map(([key, name]) => [name, form.get(key.replace(/Name$/, 'Value.StringValue')) ?? '']),
  );
};
