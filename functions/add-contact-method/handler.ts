import { CODE_AGAIN_SECONDS, expiryOf } from '../../shared/domain/directory/contact-code.ts';
import {
  type ContactMethod,
  contactMethodId,
  contactMethodsOf,
  METHODS_MAX,
  withMethod,
} from '../../shared/domain/directory/contact-method.ts';
import { clock } from '../../shared/runtime/clock.ts';
import { newCode } from '../../shared/runtime/contact/code.ts';
import { changeUser, refusedForOther, userOfPath } from '../../shared/runtime/contact/person.ts';
import { sendCode } from '../../shared/runtime/contact/send-code.ts';
import { once, slackConfigured } from '../../shared/runtime/environment.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { input } from '../../shared/runtime/http/input.ts';
import { badRequest, notFound, unavailable } from '../../shared/runtime/http/problems.ts';
import { json, problem, type Response } from '../../shared/runtime/http/response.ts';
import { log } from '../../shared/runtime/log.ts';
import { ses, twilio } from '../../shared/runtime/paging/deps.ts';
import { ContactMethodInput } from '../../shared/runtime/schemas/contact-method.ts';
import { slackApi } from '../../shared/runtime/slack/slack-api.ts';
import { config, contactCodes } from '../../shared/runtime/stores.ts';
import type { SendOutcome } from '../../shared/telephony/send-outcome.ts';

const dependencies = once(() => ({
  config: config(),
  codes: contactCodes(),
  twilio: twilio(),
  ses: ses(),
  slack: slackConfigured() ? slackApi() : null,
  clock: clock(),
}));
type Deps = ReturnType<typeof dependencies>;

const tooMany = (): Response =>
  problem(409, 'Too many contact methods', `A person has at most ${METHODS_MAX}. Remove one first.`, [], {
    code: 'too-many',
  });

const tooSoon = (): Response => {
  const seconds = String(CODE_AGAIN_SECONDS);
  const { headers, ...rest } = problem(
    429,
    'A code was just sent',
    `There is a new code every ${seconds} seconds at most. Use the one that was sent, or ask again in a moment.`,
    [{ field: 'to', message: 'was sent a code a moment ago' }],
  );
  return { ...rest, headers: { ...headers, 'retry-after': seconds } };
};

/** What is said when the code could not be sent: the method stays, and asking for it again sends another. */
const notSent = (userId: string, outcome: Exclude<SendOutcome, { type: 'accepted' }>): Response => {
  log.warn('contact.code-not-sent', { userId, outcome: outcome.type });
  return outcome.type === 'refused'
    ? badRequest([{ field: 'to', message: `could not be sent a code: ${outcome.message || outcome.code}` }])
    : unavailable();
};

const created = (userId: string, method: ContactMethod, expiresAt: string | null): Response => {
  const answer = json(201, { ...method, codeExpiresAt: expiresAt });
  return { ...answer, headers: { ...answer.headers, location: `/v1/users/${userId}/contact-methods/${method.id}` } };
};

/**
 * POST /v1/users/{id}/contact-methods: somewhere else to reach somebody, who is sent a code there. The same again sends
 * another code; to what is verified none.
 */
export const addContactMethod: HttpHandler<Deps> = async (deps, request) => {
  const body = input(ContactMethodInput, request);
  if (!body.ok) return body.error;
  const { type, to, label } = body.value;
  const { users } = deps.config;
  const before = await userOfPath(users, request);
  if (!before) return notFound('such user');
  const refusal = refusedForOther(request, before.id);
  if (refusal) return refusal;
  const id = contactMethodId(type, to);
  const isKnown = contactMethodsOf(before).some((method) => method.id === id);
  if (!isKnown && contactMethodsOf(before).length >= METHODS_MAX) return tooMany();
  const user = await changeUser(users, before.id, (now) => withMethod(now, type, to, label));
  const method = user && contactMethodsOf(user).find((one) => one.id === id);
  if (!user || !method) return notFound('such user');
  if (method.verifiedAt !== null) return created(user.id, method, null);
  const { code, kept } = newCode(user.id, method.id, request.at);
  if (!(await deps.codes.put(kept))) return tooSoon();
  const outcome = await sendCode(deps, method, code);
  if (outcome.type === 'accepted' || outcome.type === 'unknown') return created(user.id, method, expiryOf(kept));
  await deps.codes.remove(user.id, method.id);
  return notSent(user.id, outcome);
};

export const handler = http(audited(addContactMethod), { deps: dependencies, role: 'responder', around: idempotent });
