import { contactMethodsOf, rulesBy, withoutMethod } from '../../shared/domain/directory/contact-method.ts';
import { changeUser, refusedForOther, userOfPath } from '../../shared/runtime/contact/person.ts';
import { once } from '../../shared/runtime/environment.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { notFound } from '../../shared/runtime/http/problems.ts';
import { inUse } from '../../shared/runtime/http/resource-problems.ts';
import { empty } from '../../shared/runtime/http/response.ts';
import { config, contactCodes } from '../../shared/runtime/stores.ts';

const dependencies = once(() => ({ config: config(), codes: contactCodes() }));
type Deps = ReturnType<typeof dependencies>;

/** DELETE /v1/users/{id}/contact-methods/{methodId}: not while a rule pages by it. */
export const removeContactMethod: HttpHandler<Deps> = async (deps, request) => {
  const { users } = deps.config;
  const user = await userOfPath(users, request);
  if (!user) return notFound('such user');
  const refusal = refusedForOther(request, user.id);
  if (refusal) return refusal;
  const methodId = request.params['methodId'] ?? '';
  const method = contactMethodsOf(user).find(({ id }) => id === methodId);
  if (!method) return notFound('such contact method');
  const stays = (now: typeof user) => rulesBy(now, method).length > 0;
  const changed = await changeUser(users, user.id, (now) => (stays(now) ? now : withoutMethod(now, methodId)));
  const rules = changed ? rulesBy(changed, method) : [];
  if (rules.length > 0) {
    return inUse(
      'contact method',
      rules.map(({ channel, delaySeconds }) => ({
        type: 'rule',
        id: `${channel}-${delaySeconds}`,
        name: `that sends by ${channel} after ${delaySeconds} s`,
      })),
    );
  }
  await deps.codes.remove(user.id, methodId);
  return empty();
};

export const handler = http(audited(removeContactMethod), { deps: dependencies, role: 'responder' });
