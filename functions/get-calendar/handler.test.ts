import { afterAll, beforeAll, expect, it } from 'vitest';
import { calendarLinkStore } from '../../shared/data/calendar-link-store.ts';
import { always, person } from '../../shared/domain/escalation/fixtures/directory.ts';
import { newCalendarFile } from '../../shared/runtime/calendar/link.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { Caller } from '../../shared/runtime/http/request.ts';
import { getCalendar } from './handler.ts';

let stores: TestStores;
let links: ReturnType<typeof calendarLinkStore>;
beforeAll(async () => {
  stores = await testStores();
  links = calendarLinkStore(stores.table);
  await stores.directory.putUser(person('ada'));
  await stores.directory.putUser(person('leaver', { rules: [] }));
  await stores.directory.putSchedule(always('primary', 'ada'));
});
afterAll(() => stores.database.stop());

const AT = '2026-11-23T03:00:00.000Z' as never;
const as = (id: string): Caller => ({ role: 'responder', actor: { kind: 'user', id, name: id, via: 'api' } });
const primary = { type: 'schedule', id: 'primary' } as const;
const asking = (file: string) =>
  getCalendar({ directory: stores.directory, links }, request(undefined, { params: { file }, caller: undefined }));

it('is the calendar behind the address, for whoever has it', async () => {
  const answer = await asking(await newCalendarFile(links, primary, as('ada'), AT));
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ 'content-type': 'text/calendar; charset=utf-8' });
  expect(answer.body).toContain('SUMMARY:Ada: primary');
});

it('ends when a new one is made by the same person, and others keep theirs', async () => {
  const first = await newCalendarFile(links, primary, as('ada'), AT);
  const others = await newCalendarFile(links, primary, as('ben'), AT);
  await stores.directory.putUser(person('ben', { rules: [] }));
  const second = await newCalendarFile(links, primary, as('ada'), AT);
  expect((await asking(first)).statusCode).toBe(404);
  expect((await asking(second)).statusCode).toBe(200);
  expect((await asking(others)).statusCode).toBe(200);
});

it('ends with the person whose link it is', async () => {
  const file = await newCalendarFile(links, primary, as('leaver'), AT);
  expect((await asking(file)).statusCode).toBe(200);
  await stores.directory.removeUser('leaver' as never);
  expect((await asking(file)).statusCode).toBe(404);
});

it('is not there under any other address, and never says what was wrong', async () => {
  const file = await newCalendarFile(links, primary, as('ada'), AT);
  const wrong = [
    file.replace('.ics', ''),
    file.replace('primary', 'secondary'),
    file.replace('schedule.', 'user.'),
    file.replace(/[\w-]{43}(?=\.ics)/, 'A'.repeat(43)),
    'schedule.__proto__.0000000000000000.x.ics',
    '',
    'x'.repeat(5000),
  ];
  const answers = await Promise.all(wrong.map(async (each) => said(await asking(each))));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 404, field: 'file' });
});

it('is kept by its hash, and by nothing that opens it', async () => {
  const file = await newCalendarFile(links, primary, as('ada'), AT);
  const [, , owner = '', secret = ''] = file.split('.');
  const kept = JSON.stringify(await links.get({ of: 'schedule#primary', owner }));
  expect(kept).toMatch(/"hash":"[0-9a-f]{64}"/);
  expect(kept).not.toContain(secret);
});
