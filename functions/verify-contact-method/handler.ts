import { CODE_TRIES_MAX, expiryOf } from '../../shared/domain/directory/contact-code.ts';
import { contactMethodsOf, verified } from '../../shared/domain/directory/contact-method.ts';
import { isRight } from '../../shared/runtime/contact/code.ts';
import { changeUser, refusedForOther, userOfPath } from '../../shared/runtime/contact/person.ts';
import { once } from '../../shared/runtime/environment.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { input } from '../../shared/runtime/http/input.ts';
import { notFound } from '../../shared/runtime/http/problems.ts';
import { ok, problem, type Response } from '../../shared/runtime/http/response.ts';
import { CodeInput } from '../../shared/runtime/schemas/contact-method.ts';
import { config, contactCodes } from '../../shared/runtime/stores.ts';

const dependencies = once(() => ({ config: config(), codes: contactCodes() }));
type Deps = ReturnType<typeof dependencies>;

const codeIsOver = (): Response =>
  problem(
    409,
    'The code does not count any more',
    'It is older than ten minutes, was wrong too often, or was never sent. Add the contact method again for a new one.',
    [{ field: 'code', message: 'does not count any more' }],
    { code: 'code-over' },
  );

const wrongCode = (triesLeft: number): Response =>
  problem(
    400,
    'The code is wrong',
    triesLeft > 0 ? `Look at it again: ${triesLeft} more tries.` : 'Add the contact method again for a new one.',
    [{ field: 'code', message: 'is wrong' }],
    { code: 'wrong-code', triesLeft },
  );

/** POST /v1/users/{id}/contact-methods/{methodId}/verify: the code that was sent there. Five tries within ten minutes. */
export const verifyContactMethod: HttpHandler<Deps> = async (deps, request) => {
  const body = input(CodeInput, request);
  if (!body.ok) return body.error;
  const { users } = deps.config;
  const user = await userOfPath(users, request);
  if (!user) return notFound('such user');
  const refusal = refusedForOther(request, user.id);
  if (refusal) return refusal;
  const methodId = request.params['methodId'] ?? '';
  const method = contactMethodsOf(user).find(({ id }) => id === methodId);
  if (!method) return notFound('such contact method');
  if (method.verifiedAt !== null) return ok(method);
  const kept = await deps.codes.get(user.id, methodId);
  if (!kept || expiryOf(kept) <= request.at || !(await deps.codes.takeTry(kept))) return codeIsOver();
  if (!isRight(body.value.code, kept)) return wrongCode(Math.max(0, CODE_TRIES_MAX - kept.tries - 1));
  const changed = await changeUser(users, user.id, (now) => verified(now, methodId, request.at));
  const done = changed && contactMethodsOf(changed).find(({ id }) => id === methodId);
  await deps.codes.remove(user.id, methodId);
  return done ? ok(done) : notFound('such contact method');
};

export const handler = http(audited(verifyContactMethod), { deps: dependencies, role: 'responder' });
