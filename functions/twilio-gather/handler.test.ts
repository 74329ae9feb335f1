import { afterAll, beforeAll, expect, it } from 'vitest';
import { attemptOf, declared, pageOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { twilioEnvironment, twilioRequest } from '../../shared/runtime/fixtures/twilio-request.ts';
import { twilioGather } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  twilioEnvironment();
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const scene = async () => {
  const { incidentId } = await declared(stores);
  const page = pageOf(incidentId);
  await stores.pages.begin(page);
  await stores.pages.claim(attemptOf(page, { channel: 'voice' }));
  const press = async (digits: string, search: Record<string, string> = {}) => {
    const about = { incident: incidentId, attempt: attemptOf(page).attemptId, round: '1', ...search };
    const deps = { ...stores, publicUrl: 'https://pd.example' };
    return (await twilioGather(deps, twilioRequest('/v1/twilio/gather', digits ? { Digits: digits } : {}, about))).body;
  };
  return { press, status: async () => (await stores.incidents.load(incidentId)).incident };
};

it.each([
  ['4', 'acknowledged'],
  ['5', 'triggered'],
  ['6', 'resolved'],
])('%s makes it %s', async (digit, status) => {
  const { press, status: state } = await scene();
  expect(await press(digit)).toContain('<Say');
  expect(await state()).toMatchObject({ status, version: 2 });
});

it('says who already has it', async () => {
  const { press } = await scene();
  await press('4');
  expect(await press('4')).toContain('already acknowledged by Ada');
});

it.each(['', '1', '44', '*', '4#'])('takes %j for no answer, and asks again', async (digits) => {
  const { press, status } = await scene();
  expect(await press(digits)).toContain('round=2');
  expect(await status()).toMatchObject({ status: 'triggered', version: 1 });
});

it.each<Record<string, string>>([{ attempt: 'none' }, { incident: 'x' }, { attempt: '' }])(
  'knows no such call: %j',
  async (search) => {
    const { press, status } = await scene();
    expect(await press('4', search)).toContain('<Hangup');
    expect(await status()).toMatchObject({ version: 1 });
  },
);
