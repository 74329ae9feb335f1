import { expect, it } from 'vitest';
import { aService, aUser, SMS_AT_ONCE } from './configuration.ts';
import { givenARegion } from './harness.ts';

const pd = await givenARegion();

const aCalmService = async () => {
  const [ada, ben] = [await aUser('Ada Calm', [SMS_AT_ONCE]), await aUser('Ben Calm', [SMS_AT_ONCE])];
  const { id, key } = await aService({ levels: [[ada], [ben]], fallback: [ben] });
  const { body: service } = await pd.must(200, 'GET', `/v1/services/${id}`);
  const urgency = { type: 'by-severity', high: ['SEV1', 'SEV2'] };
  await pd.must(200, 'PATCH', `/v1/services/${id}`, { body: { version: service.version, urgency } });
  return { ada, ben, id, key };
};

it('what is not urgent pages the first level, escalates to nobody, and says why', async () => {
  const { ada, id, key } = await aCalmService();
  const incident = await pd.trigger({ key, severity: 'warning' });
  await pd.expectSms(ada, /Reply/);
  await pd.expectSilence({ minutes: 180 });
  expect(await pd.timeline(incident)).toContainEqual(
    `0:00 Level 1: paging Ada Calm (named by the policy (${ada.id})). Low urgency: SEV3`,
  );
  expect(await pd.incident(incident)).toMatchObject({ status: 'triggered', exhausted: false });
  const { body } = await pd.must(200, 'GET', `/v1/services/${id}/who-would-be-paged?severity=SEV3`);
  expect(body).toMatchObject({ rests: true, levels: [{ level: 1, urgency: 'low', whyUrgency: 'SEV3' }] });
});

it('when it gets worse it is urgent at once: the first level is paged again, then the next', async () => {
  const { ada, ben, key } = await aCalmService();
  const incident = await pd.trigger({ key, severity: 'warning' });
  await pd.expectSms(ada, /Reply/);
  await pd.expectSilence({ minutes: 60 });
  await pd.change('updates', incident, { severity: 'SEV1', message: 'it is worse' });
  await pd.expectSms(ada, /SEV1/);
  await pd.fastForward({ minutes: 5 });
  await pd.expectSms(ben, /SEV1/);
});

it('whoever escalates it makes it urgent', async () => {
  const { ada, ben, key } = await aCalmService();
  const incident = await pd.trigger({ key, severity: 'warning' });
  await pd.expectSms(ada, /Reply/);
  await pd.change('escalate', incident, {});
  await pd.expectSms(ada, /Reply/);
  await pd.fastForward({ minutes: 5 });
  await pd.expectSms(ben, /Reply/);
});

it('when nobody even hears of it, it is urgent', async () => {
  const { ada, ben, key } = await aCalmService();
  await pd.reply(ada, 'STOP');
  await pd.outage('sns', 'error');
  const incident = await pd.trigger({ key, severity: 'warning' });
  await pd.expectSms(ben, /Reply/);
  expect(await pd.timeline(incident)).toContainEqual(expect.stringMatching(/^0:00 Level 2: paging Ben Calm/));
});
