import { expect, it } from 'vitest';
import type { E164, IncidentId, RunId } from '../../lib/ids.ts';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import { person } from '../escalation/fixtures/directory.ts';
import { beginPage } from './begin-page.ts';
import { nextStep } from './page.ts';

const AT = '2026-11-23T03:00:00.000Z' as Instant;
const FACTS = {
  incidentId: 'i' as IncidentId,
  runId: 'r1' as RunId,
  cursor: { round: 0, level: 0 },
  label: { number: 7, severity: 'SEV2', title: 't', service: 's' },
  acceptedAt: null,
  exhausted: null,
  startedAt: AT,
} as const;
const PHONE = '+12025550101' as E164;
const OTHER_PHONE = '+12025550102' as E164;
const begun = (user: ReturnType<typeof person>) => beginPage(FACTS, user.id, user);

it('takes the rules of whoever is paged, as they are', () => {
  const ada = person('ada');
  expect(begun(ada)).toMatchObject({ pageId: 'r1.0.0.ada', userName: 'Ada', rules: ada.rules, step: 0, dueAt: AT });
});

it('waits with the first rule where that has a delay', () => {
  const page = begun(person('ada', { rules: [{ channel: 'sms', to: PHONE, delaySeconds: 60 }] }));
  expect(nextStep(page, AT)).toEqual({ type: 'wait', until: addSeconds(AT, 60) });
  expect(nextStep(page, addSeconds(AT, 60))).toEqual({ type: 'send', step: 0 });
});

it('does not wait longer because a rule before is left out', () => {
  const page = begun(
    person('ada', {
      rules: [
        { channel: 'sms', to: PHONE, delaySeconds: 0 },
        { channel: 'voice', to: OTHER_PHONE, delaySeconds: 120 },
      ],
      contactMethods: [
        { id: 'sms-1', type: 'sms', to: PHONE, label: '', verifiedAt: null },
        { id: 'voice-2', type: 'voice', to: OTHER_PHONE, label: '', verifiedAt: AT },
      ],
    }),
  );
  expect(page.rules.map(({ channel }) => channel)).toEqual(['voice']);
  expect(nextStep(page, AT)).toEqual({ type: 'send', step: 0 });
});

it('of somebody who is gone has no rule, and is over at once', () => {
  const page = beginPage(FACTS, person('gone').id, undefined);
  expect(page).toMatchObject({ userName: 'gone', rules: [] });
  expect(nextStep(page, AT).type).toBe('over');
});
