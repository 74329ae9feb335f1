import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BusEvent, bus } from '../bus.ts';
import { request } from '../fixtures/request.ts';
import { log } from '../log.ts';
import { audited } from './audited.ts';
import { badRequest } from './problems.ts';
import { empty, json, ok, type Response } from './response.ts';

let told: BusEvent[] = [];
beforeEach(() => {
  told = [];
  vi.spyOn(bus, 'publish').mockImplementation(async (events) => void told.push(...events));
});
afterEach(() => void vi.restoreAllMocks());

const PHONE = '+12025550101';
const change = request({ name: 'Ada', phone: PHONE }, { method: 'PATCH', path: '/v1/users/ada' });
const handled = (response: Response, asked = change) => audited<null>(async () => response)(null, asked);

describe('a change of configuration', () => {
  it('is told: who, what, which fields, and nothing of what stands in them', async () => {
    expect(await handled(ok({ id: 'ada' }))).toEqual(ok({ id: 'ada' }));
    expect(told).toEqual([
      {
        type: 'ConfigurationChanged',
        detail: {
          thing: 'users/ada',
          action: 'PATCH /v1/users/ada',
          fields: ['name', 'phone'],
          by: change.caller?.actor,
          at: change.at,
          requestId: 'request-1',
        },
      },
    ]);
    expect(JSON.stringify(told)).not.toContain(PHONE);
  });

  it('names a new thing by where it is', async () => {
    const created = json(201, {});
    await handled({ ...created, headers: { ...created.headers, location: '/v1/users/bo' } });
    expect(told[0]?.detail).toMatchObject({ thing: 'users/bo' });
  });

  it('has no fields when something is deleted, nor when its body names none', async () => {
    await handled(empty(), request(undefined, { method: 'DELETE', path: '/v1/users/ada' }));
    await handled(ok({}), { ...change, body: '' });
    await handled(ok({}), { ...change, body: 'null' });
    expect(told.map(({ detail }) => detail['fields'])).toEqual([[], [], []]);
  });

  it('that was refused is not told', async () => {
    await handled(badRequest([]));
    expect(told).toEqual([]);
  });

  it('stands when the bus does not take it, and the log says that it was not told', async () => {
    const said = vi.spyOn(log, 'error').mockImplementation(() => {});
    vi.mocked(bus.publish).mockRejectedValue(new Error('the bus is away'));
    expect((await handled(ok({}))).statusCode).toBe(200);
    expect(said).toHaveBeenCalledWith('audit.not-told', expect.objectContaining({ requestId: 'request-1' }));
  });
});
