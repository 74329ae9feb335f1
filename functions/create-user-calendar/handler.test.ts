import { expect, it } from 'vitest';
import type { CalendarLink, CalendarLinkKey } from '../../shared/data/calendar-link-store.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import type { Caller } from '../../shared/runtime/http/request.ts';
import { createUserCalendar } from './handler.ts';

const caller = (kind: 'user' | 'token', id: string, role: Caller['role'] = 'responder'): Caller => ({
  role,
  actor: { kind, id, name: id, via: 'api' },
});

const asking = async (id: string, by: Caller) => {
  const kept: (CalendarLinkKey & CalendarLink)[] = [];
  const ada = { id: 'ada', name: 'Ada' };
  const get = async (known: string) => (known === 'ada' ? ada : undefined);
  const deps = {
    config: { schedules: { get }, users: { get } },
    links: { put: async (key: CalendarLinkKey, link: CalendarLink) => void kept.push({ ...key, ...link }) },
    publicUrl: 'https://pd.example',
  };
  const answer = said(await createUserCalendar(deps as never, request(undefined, { params: { id }, caller: by })));
  return { answer, kept };
};

it('shows an address once, and keeps what cannot be turned back into it', async () => {
  const { answer, kept } = await asking('ada', caller('user', 'ada'));
  expect(answer).toMatchObject({
    status: 201,
    url: expect.stringMatching(/^https:\/\/pd\.example\/v1\/calendars\/user\.ada\.[0-9a-f]{16}\.[\w-]{43}\.ics$/),
  });
  expect(kept).toMatchObject([
    { of: 'user#ada', hash: expect.stringMatching(/^[0-9a-f]{64}$/), kind: 'user', id: 'ada' },
  ]);
});

it('is for oneself, or by an admin for anybody', async () => {
  expect((await asking('ada', caller('user', 'ben'))).answer).toMatchObject({ status: 403 });
  expect((await asking('ada', caller('token', 'ada'))).answer).toMatchObject({ status: 403 });
  expect((await asking('ada', caller('user', 'ben', 'admin'))).answer).toMatchObject({ status: 201 });
});

it('is of nothing that is not there', async () => {
  for (const id of ['gone', '../x', '']) {
    const { answer, kept } = await asking(id, caller('user', 'ada', 'admin'));
    expect(answer).toMatchObject({ status: 404, field: 'id' });
    expect(kept).toEqual([]);
  }
});
