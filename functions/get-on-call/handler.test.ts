import { expect, it } from 'vitest';
import { always, person } from '../../shared/domain/escalation/fixtures/directory.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { getOnCall } from './handler.ts';

const directory = {
  user: async (id: string) => (id === 'ada' ? person('ada') : undefined),
  schedules: async () => [always('primary', 'ada'), always('empty', undefined), always('ghost', 'gone')],
};
const asking = async (search: Record<string, string>) =>
  said(await getOnCall({ directory } as never, request(undefined, { search })));

it('says of every schedule who has it and why, also nobody, also somebody deleted', async () => {
  const { at, items } = (await asking({ at: '2026-11-23T03:00:00Z' })) as unknown as {
    at: string;
    items: { onCall: unknown }[];
  };
  expect(at).toBe('2026-11-23T03:00:00.000Z');
  expect(items.map(({ onCall }) => onCall)).toMatchObject([
    { id: 'ada', name: 'Ada', reason: { type: 'layer' } },
    null,
    { id: 'gone', name: null },
  ]);
});

it.each(['tomorrow', '', '2026-11-23', '2026-11-23T03:00:00'])('refuses %j as a time', async (at) => {
  expect(await asking({ at })).toMatchObject({ status: 400, field: 'at' });
});
