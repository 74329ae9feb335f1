import { expect, it } from 'vitest';
import { ADA, CLEO, DUTY_MANAGER, givenARegion } from './harness.ts';

const pd = await givenARegion();

it('pages the person on call, then the second level, twice round, then says to the fallback that nobody answered', async () => {
  const incident = await pd.trigger({ summary: 'checkout is down' });
  const page = new RegExp(
    `^${incident.name} SEV1 checkout is down \\(service Checkout\\)\\. Reply ${incident.number}a `,
  );
  await pd.expectSms(ADA, page);
  await pd.fastForward({ minutes: 2 });
  await pd.expectCall(ADA);
  await pd.fastForward({ minutes: 3 });
  await pd.expectSms(CLEO, page);
  await pd.fastForward({ minutes: 2 });
  await pd.expectCall(CLEO);
  await pd.fastForward({ minutes: 3 });
  await pd.expectSms(ADA, page);
  await pd.fastForward({ minutes: 2 });
  await pd.expectCall(ADA);
  await pd.fastForward({ minutes: 3 });
  await pd.expectSms(CLEO, page);
  await pd.fastForward({ minutes: 2 });
  await pd.expectCall(CLEO);
  await pd.fastForward({ minutes: 3 });
  await pd.expectSms(DUTY_MANAGER, new RegExp(`^NOBODY HAS ${incident.name} SEV1 checkout is down`));
  await pd.expectSilence({ minutes: 120 });
  expect(await pd.timeline(incident)).toMatchInlineSnapshot(`
    [
      "0:00 demo monitor declared INC-1 (SEV1): checkout is down",
      "0:00 Level 1: paging Ada Park (on call in Checkout primary in weekly rotation)",
      "0:00 Sent: a text message to Ada Park at ...0101 through Twilio: Twilio took it",
      "0:01 Twilio says of a text message to Ada Park: sent",
      "0:02 Twilio says of a text message to Ada Park: delivered",
      "2:00 Sent: a call to Ada Park at ...0101 through Twilio: Twilio took it",
      "2:01 Twilio says of a call to Ada Park: initiated",
      "2:01 Twilio says of a call to Ada Park: ringing",
      "2:25 Twilio says of a call to Ada Park: no-answer",
      "5:00 Level 2: paging Cleo Marin (named by the policy (cleo))",
      "5:00 Sent: a text message to Cleo Marin at ...0103 through Twilio: Twilio took it",
      "5:01 Twilio says of a text message to Cleo Marin: sent",
      "5:02 Twilio says of a text message to Cleo Marin: delivered",
      "7:00 Sent: a call to Cleo Marin at ...0103 through Twilio: Twilio took it",
      "7:01 Twilio says of a call to Cleo Marin: initiated",
      "7:01 Twilio says of a call to Cleo Marin: ringing",
      "7:25 Twilio says of a call to Cleo Marin: no-answer",
      "10:00 Level 1, round 2: paging Ada Park (on call in Checkout primary in weekly rotation)",
      "10:00 Sent: a text message to Ada Park at ...0101 through Twilio: Twilio took it",
      "10:01 Twilio says of a text message to Ada Park: sent",
      "10:02 Twilio says of a text message to Ada Park: delivered",
      "12:00 Sent: a call to Ada Park at ...0101 through Twilio: Twilio took it",
      "12:01 Twilio says of a call to Ada Park: initiated",
      "12:01 Twilio says of a call to Ada Park: ringing",
      "12:25 Twilio says of a call to Ada Park: no-answer",
      "15:00 Level 2, round 2: paging Cleo Marin (named by the policy (cleo))",
      "15:00 Sent: a text message to Cleo Marin at ...0103 through Twilio: Twilio took it",
      "15:01 Twilio says of a text message to Cleo Marin: sent",
      "15:02 Twilio says of a text message to Cleo Marin: delivered",
      "17:00 Sent: a call to Cleo Marin at ...0103 through Twilio: Twilio took it",
      "17:01 Twilio says of a call to Cleo Marin: initiated",
      "17:01 Twilio says of a call to Cleo Marin: ringing",
      "17:25 Twilio says of a call to Cleo Marin: no-answer",
      "20:00 Nobody answered in any round: the escalation is exhausted, and the fallback contact is told",
      "20:00 Sent: a text message to Duty manager at ...0100 through Twilio: Twilio took it",
      "20:00 The escalation ended: it is exhausted, told Duty manager",
      "20:01 Twilio says of a text message to Duty manager: sent",
      "20:02 Twilio says of a text message to Duty manager: delivered",
    ]
  `);
});

it('tells the story of a page that was answered: who, on what, through whom, what the carrier said, and who had it', async () => {
  const incident = await pd.trigger({ summary: 'checkout is down' });
  await pd.expectSms(ADA, /Reply/);
  await pd.fastForward({ minutes: 2 });
  await pd.pickUp(await pd.expectCall(ADA), 'voicemail');
  await pd.fastForward({ minutes: 3 });
  await pd.expectSms(CLEO, /Reply/);
  await pd.event('trigger', { dedupKey: incident.dedupKey });
  await pd.fastForward({ minutes: 2, seconds: 5 });
  const call = await pd.expectCall(CLEO, { withinSeconds: 5 });
  await pd.press(call, '4');
  await pd.fastForward({ minutes: 13 });
  await pd.monitorResolves(incident);
  expect(await pd.timeline(incident)).toMatchInlineSnapshot(`
    [
      "0:00 demo monitor declared INC-2 (SEV1): checkout is down",
      "0:00 Level 1: paging Ada Park (on call in Checkout primary in weekly rotation)",
      "0:00 Sent: a text message to Ada Park at ...0101 through Twilio: Twilio took it",
      "0:01 Twilio says of a text message to Ada Park: sent",
      "0:02 Twilio says of a text message to Ada Park: delivered",
      "2:00 Sent: a call to Ada Park at ...0101 through Twilio: Twilio took it",
      "2:00 Twilio says of a call to Ada Park: in-progress",
      "2:39 Twilio says of a call to Ada Park: completed",
      "5:00 Level 2: paging Cleo Marin (named by the policy (cleo))",
      "5:00 Sent: a text message to Cleo Marin at ...0103 through Twilio: Twilio took it",
      "5:00 demo monitor reported alert-2 again, 1 time so far",
      "5:01 Twilio says of a text message to Cleo Marin: sent",
      "5:02 Twilio says of a text message to Cleo Marin: delivered",
      "7:00 Sent: a call to Cleo Marin at ...0103 through Twilio: Twilio took it",
      "7:01 Twilio says of a call to Cleo Marin: initiated",
      "7:01 Twilio says of a call to Cleo Marin: ringing",
      "7:05 Cleo Marin acknowledged by phone",
      "7:05 Twilio says of a call to Cleo Marin: in-progress",
      "7:05 Twilio says of a call to Cleo Marin: completed",
      "7:05 The escalation ended: acknowledged by Cleo Marin at 2026-03-09T17:30:05.000Z",
      "20:05 demo monitor says that alert-2 is resolved",
      "20:05 demo monitor resolved the incident",
    ]
  `);
  await pd.expectSilence({ minutes: 60 });
});
