import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { LocalRequest, LocalResponse, Route } from '../router.ts';
import { gate } from './gate.ts';
import { receive, type World } from './world.ts';

const ADDRESS = /^(?:[^<>\n]{0,100}<)?[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;]+>?$/;
const TEXT_CHARACTERS_MAX = 100_000;

const Text = v.object({ Data: v.pipe(v.string(), v.minLength(1), v.maxLength(TEXT_CHARACTERS_MAX)) });
const Address = v.pipe(v.string(), v.regex(ADDRESS));
const SendEmail = v.object({
  FromEmailAddress: Address,
  Destination: v.object({ ToAddresses: v.pipe(v.array(Address), v.minLength(1), v.maxLength(50)) }),
  Content: v.object({ Simple: v.object({ Subject: Text, Body: v.object({ Text }) }) }),
});

const failure = (status: number, type: string, message: string): LocalResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': type, 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify({ message }),
});

const OUTAGE = failure(500, 'InternalServiceErrorException', 'An internal error occurred.');

/** SES as version 2 of its API speaks, as far as paging needs it: one e-mail of plain text. */
export const sesRoutes = (world: World): Route[] => [
  {
    method: 'POST',
    path: '/_ses/v2/email/outbound-emails',
    handle: gate(world, 'ses', OUTAGE, (request) => send(world, request)),
  },
];

const jsonOf = (request: LocalRequest): unknown => {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    return undefined;
  }
};

const send = (world: World, request: LocalRequest): LocalResponse => {
  if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
    return failure(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const parsed = v.safeParse(SendEmail, jsonOf(request));
  if (!parsed.success) return failure(400, 'BadRequestException', 'Missing or illegal parameter');
  const { Destination, Content } = parsed.output;
  const { Subject, Body } = Content.Simple;
  const id = randomUUID();
  const status = world.outages.mode('ses') === 'undelivered' ? 'bounced' : 'delivered';
  const body = `${Subject.Data}\n\n${Body.Text.Data}`;
  const to = Destination.ToAddresses.join(', ');
  receive(world, { id, kind: 'email', provider: 'ses', to, body, at: world.clock.now(), status });
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ MessageId: id }) };
};
