import { expect, it } from 'vitest';
import { triggered } from '../../shared/domain/incident/fixtures/incident.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { listIncidents } from './handler.ts';

const asking = async (search: Record<string, string>) => {
  const asked: unknown[] = [];
  const list = async (...given: unknown[]) => {
    asked.push(given);
    return { incidents: [triggered()], next: 'NEXT' };
  };
  const answer = said(await listIncidents({ reads: { list } } as never, request(undefined, { search })));
  return { asked, answer };
};

it.each<[Record<string, string>, unknown[]]>([
  [{}, ['open', 50, undefined]],
  [{ limit: '100', after: '2026-11-23T03:00:00.000Z#01J' }, ['open', 100, '2026-11-23T03:00:00.000Z#01J']],
  [{ ended: '2026-11' }, ['ended#2026-11', 50, undefined]],
])('lists by %j', async (search, given) => {
  const { asked, answer } = await asking(search);
  expect(asked).toEqual([given]);
  expect(answer).toMatchObject({ items: [{ number: 'INC-7' }], next: 'NEXT' });
});

it.each<[Record<string, string>, string]>([
  [{ limit: '0' }, 'limit'],
  [{ limit: '101' }, 'limit'],
  [{ limit: '1.5' }, 'limit'],
  [{ limit: '' }, 'limit'],
  [{ ended: '2026-13' }, 'ended'],
  [{ ended: '2026-11#x' }, 'ended'],
  [{ after: 'a b' }, 'after'],
])('refuses %j for its %s', async (search, field) => {
  const { asked, answer } = await asking(search);
  expect(answer).toMatchObject({ status: 400, field });
  expect(asked).toEqual([]);
});
