import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contactCodeStore } from '../../shared/data/contact-code-store.ts';
import { contactMethodsOf, isVerified } from '../../shared/domain/directory/contact-method.ts';
import { person } from '../../shared/domain/escalation/fixtures/directory.ts';
import { later, START } from '../../shared/domain/incident/fixtures/incident.ts';
import type { E164, UserId } from '../../shared/lib/ids.ts';
import { ok } from '../../shared/lib/result.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { Request } from '../../shared/runtime/http/request.ts';
import type { SendOutcome } from '../../shared/telephony/send-outcome.ts';
import { removeContactMethod } from '../remove-contact-method/handler.ts';
import { verifyContactMethod } from '../verify-contact-method/handler.ts';
import { addContactMethod } from './handler.ts';

const PHONE = '+12025550177' as E164;
const ACCEPTED: SendOutcome = { type: 'accepted', sid: 's', status: 'queued' };
type Deps = Parameters<typeof addContactMethod>[0];

let stores: TestStores;
let codes: ReturnType<typeof contactCodeStore>;
beforeAll(async () => {
  stores = await testStores();
  codes = contactCodeStore(stores.table);
});
afterAll(() => stores.database.stop());

let sent: { readonly by: string; readonly to: string; readonly text: string }[];
let outcome: SendOutcome;
let users = 0;
let id: string;
beforeEach(async () => {
  sent = [];
  outcome = ACCEPTED;
  users += 1;
  id = `person-${users}`;
  const rules = [{ channel: 'sms' as const, to: `+1202555${String(1000 + users)}` as E164, delaySeconds: 0 }];
  await stores.directory.putUser(person(id, { id: id as UserId, rules }));
});

const carried = (by: string, to: string, text: string) => {
  sent.push({ by, to, text });
  return Promise.resolve(outcome);
};
const deps = (): Deps => ({
  config: stores.config,
  codes,
  twilio: {
    sendSms: ({ to, body }: { to: string; body: string }) => carried('sms', to, body),
    placeSpokenCall: ({ to, twiml }: { to: string; twiml: string }) => carried('voice', to, twiml),
  } as unknown as Deps['twilio'],
  ses: { send: ({ to, text }: { to: string; text: string }) => carried('email', to, text) } as unknown as Deps['ses'],
  slack: {
    call: async (_method: string, args: { channel: string; text: string }) => {
      await carried('slack', args.channel, args.text);
      return ok({});
    },
  } as unknown as Deps['slack'],
  clock: { now: () => START, sleep: () => new Promise<void>(() => {}) },
});

const asked = (body: unknown, more: Partial<Request> = {}, who = id): Request =>
  request(body, {
    params: { id, ...more.params },
    caller: { role: 'responder', actor: { kind: 'user', id: who, name: who, via: 'api' } },
    ...(more.at ? { at: more.at } : {}),
  });
const add = async (body: unknown, at = START) => said(await addContactMethod(deps(), asked(body, { at })));
const verify = async (methodId: string, code: string, at = START) =>
  said(await verifyContactMethod(deps(), asked({ code }, { at, params: { methodId } })));
const remove = (methodId: string) => removeContactMethod(deps(), asked(undefined, { params: { methodId } }));
const codeIn = (text: string | undefined): string => /\d{6}/.exec((text ?? '').replaceAll(', ', ''))?.[0] ?? '';
const stored = async () => contactMethodsOf((await stores.config.users.get(id)) as NonNullable<object> as never);

const OTHERS = { '000000': '000001' } as Record<string, string>;
const wrong = (code: string): string => OTHERS[code] ?? '000000';

describe('a new contact method', () => {
  it.each([
    ['sms', PHONE],
    ['voice', PHONE],
    ['slack', 'U0PERSON'],
    ['email', 'somebody@example.com'],
  ])('by %s is not verified until the code that was sent there is said', async (type, to) => {
    const added = await add({ type, to, label: 'mine' });
    expect(added).toMatchObject({ status: 201, type, to, label: 'mine', verifiedAt: null, codeExpiresAt: later(600) });
    expect(sent).toMatchObject([{ by: type, to }]);
    expect((await stored()).find((method) => method.to === to)?.verifiedAt).toBeNull();
    const done = await verify(String(added['id']), codeIn(sent[0]?.text), later(599));
    expect(done).toMatchObject({ status: 200, verifiedAt: later(599) });
    expect((await stored()).find((method) => method.to === to)?.verifiedAt).toBe(later(599));
  });

  it('that is verified already is sent no code', async () => {
    const { id: methodId } = await add({ type: 'sms', to: PHONE });
    await verify(String(methodId), codeIn(sent[0]?.text));
    expect(await add({ type: 'sms', to: PHONE })).toMatchObject({ status: 201, codeExpiresAt: null });
    expect(sent).toHaveLength(1);
    expect(await verify(String(methodId), '123456')).toMatchObject({ status: 200 });
  });

  it('has a code that counts for ten minutes', async () => {
    const { id: methodId } = await add({ type: 'sms', to: PHONE });
    const over = await verify(String(methodId), codeIn(sent[0]?.text), later(600));
    expect(over).toMatchObject({ status: 409, code: 'code-over' });
  });

  it('has five tries, however many guess at once, and then another code', async () => {
    const { id: methodId } = await add({ type: 'sms', to: PHONE });
    const code = codeIn(sent[0]?.text);
    const guesses = await Promise.all(Array.from({ length: 12 }, () => verify(String(methodId), wrong(code))));
    expect(guesses.filter(({ status }) => status === 400)).toHaveLength(5);
    expect(guesses.filter(({ status }) => status === 409)).toHaveLength(7);
    expect(await verify(String(methodId), code)).toMatchObject({ status: 409, code: 'code-over' });
    await add({ type: 'sms', to: PHONE }, later(30));
    expect(await verify(String(methodId), codeIn(sent[1]?.text), later(31))).toMatchObject({ status: 200 });
  });

  it('is sent a code twice in half a minute by nobody', async () => {
    await add({ type: 'sms', to: PHONE });
    expect(await add({ type: 'sms', to: PHONE }, later(29))).toMatchObject({ status: 429, field: 'to' });
    expect(sent).toHaveLength(1);
  });

  it('whose code was refused says why, and may be asked for again at once', async () => {
    outcome = { type: 'refused', code: '21211', message: 'not a phone number', permanent: true };
    expect(await add({ type: 'sms', to: PHONE })).toMatchObject({ status: 400, field: 'to' });
    outcome = { type: 'failed', status: 500, why: 'no' };
    expect(await add({ type: 'sms', to: PHONE })).toMatchObject({ status: 503 });
    outcome = ACCEPTED;
    expect(await add({ type: 'sms', to: PHONE })).toMatchObject({ status: 201 });
  });

  it('is not kept with its code in any readable form', async () => {
    const { id: methodId } = await add({ type: 'sms', to: PHONE });
    const item = await stores.database.item(`contact-code#${id}`, String(methodId));
    expect(JSON.stringify(item)).not.toContain(codeIn(sent[0]?.text));
  });

  it.each([
    [{ type: 'sms', to: '2025550101' }, 'to'],
    [{ type: 'pager', to: PHONE }, 'type'],
    [{ type: 'email', to: 'nobody' }, 'to'],
    [{ type: 'slack', to: 'ada' }, 'to'],
    [{ type: 'sms', to: PHONE, label: '' }, 'label'],
    [{ type: 'sms', to: PHONE, verifiedAt: START }, 'verifiedAt'],
  ])('of %j is refused by its field', async (body, field) => {
    expect(await add(body)).toMatchObject({ status: 400, field });
    expect(sent).toEqual([]);
  });

  it('is everybody’s own business, and an admin’s', async () => {
    const other = asked({ type: 'sms', to: PHONE }, {}, 'somebody-else');
    expect((await addContactMethod(deps(), other)).statusCode).toBe(403);
    const admin = { ...other, caller: { role: 'admin', actor: { kind: 'token', id: 't', name: 't', via: 'api' } } };
    expect((await addContactMethod(deps(), admin as Request)).statusCode).toBe(201);
    const nobody = { ...other, params: { id: 'nobody' } };
    expect((await addContactMethod(deps(), nobody)).statusCode).toBe(404);
  });

  it('beyond twenty is refused', async () => {
    for (let n = 0; n < 19; n += 1) await add({ type: 'sms', to: `+1202556${1000 + n}` });
    expect(await add({ type: 'sms', to: PHONE })).toMatchObject({ status: 409, code: 'too-many' });
  });
});

describe('a contact method', () => {
  it('is not removed while a rule pages by it', async () => {
    const [method] = await stored();
    const answer = await remove(method?.id ?? '');
    expect(answer.statusCode).toBe(409);
    expect(said(answer)).toMatchObject({ code: 'in-use' });
  });

  it('that no rule needs is removed, with its code', async () => {
    const { id: methodId } = await add({ type: 'sms', to: PHONE });
    expect((await remove(String(methodId))).statusCode).toBe(204);
    expect((await stored()).map(({ to }) => to)).not.toContain(PHONE);
    expect(await codes.get(id, String(methodId))).toBeUndefined();
    expect((await remove(String(methodId))).statusCode).toBe(404);
  });

  it('of before, configured by a rule, is verified still when another one comes', async () => {
    await add({ type: 'sms', to: PHONE });
    const user = await stores.config.users.get(id);
    expect(user?.rules.every((rule) => isVerified(user, rule))).toBe(true);
  });
});
