import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { level, policy, user } from '../../domain/escalation/fixtures/directory.ts';
import type { ServiceId } from '../../lib/ids.ts';
import { request, said } from '../fixtures/request.ts';
import { type TestStores, testStores } from '../fixtures/stores.ts';
import type { ConfigDeps } from '../resources/deps.ts';
import { POLICIES } from '../resources/policies.ts';
import { SERVICES } from '../resources/services.ts';
import type { Request } from './request.ts';
import { createResource, deleteResource, getResource, listResource, updateResource } from './resource.ts';

let stores: TestStores;
let deps: ConfigDeps;
beforeAll(async () => {
  stores = await testStores();
  deps = stores as unknown as ConfigDeps;
});
afterAll(() => stores.database.stop());

const asking = (id: string, more: Partial<Request> = {}) => request(undefined, { params: { id }, ...more });
const sending = (id: string, body: unknown) => request(body, { params: { id } });

const service = {
  create: createResource(SERVICES),
  list: listResource(SERVICES),
  get: getResource(SERVICES),
  update: updateResource(SERVICES),
  delete: deleteResource(SERVICES),
};

const made = async (body: Readonly<Record<string, unknown>>) => said(await service.create(deps, request(body)));

/** A service whose store is changed by others at chosen moments. */
const withStore = (more: object): ConfigDeps =>
  ({ ...stores, config: { ...stores.config, services: { ...stores.config.services, ...more } } }) as never;

describe('making', () => {
  it('names it after its name, and says where it is', async () => {
    const answer = await service.create(deps, request({ name: 'Čardáš & Söhne: API' }));
    expect(answer).toMatchObject({ statusCode: 201, headers: { location: '/v1/services/cardas-sohne-api' } });
    expect(said(answer)).toMatchObject({
      id: 'cardas-sohne-api',
      version: 1,
      policyId: null,
      grouping: { type: 'alert' },
    });
    expect(said(await service.get(deps, asking('cardas-sohne-api')))).toMatchObject({ name: 'Čardáš & Söhne: API' });
  });

  it('gives those of one name ids of their own, also at the same instant', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => made({ name: 'Twin' })));
    expect(answers.map(({ id }) => id).sort()).toEqual(['twin', 'twin-2', 'twin-3']);
  });

  it('names one whose name has no letter of the alphabet after what it is', async () => {
    expect(await made({ name: '検索' })).toMatchObject({ status: 201, id: 'service' });
  });

  it('refuses an id that is taken', async () => {
    await made({ id: 'mine', name: 'Mine' });
    expect(await made({ id: 'mine', name: 'Other' })).toMatchObject({
      status: 409,
      code: 'already-exists',
      field: 'id',
    });
    expect(said(await service.get(deps, asking('mine')))).toMatchObject({ name: 'Mine' });
  });

  it('refuses what refers to nothing, and a field that it does not know', async () => {
    expect(await made({ name: 'X', policyId: 'none' })).toMatchObject({ status: 400, field: 'policyId' });
    expect(await made({ name: 'X', polcyId: 'none' })).toMatchObject({ status: 400, field: 'polcyId' });
    expect(await made({ name: 'X', id: 'Not A Slug' })).toMatchObject({ status: 400, field: 'id' });
  });

  it('takes it back when what it refers to was deleted meanwhile', async () => {
    await stores.config.policies.create(policy([level(user('ada'))], { id: 'fleeting' as never }));
    const racing = withStore({
      create: async (value: never) => {
        await stores.config.policies.remove((await stores.config.policies.get('fleeting')) as never);
        return stores.config.services.create(value);
      },
    });
    const answer = said(await service.create(racing, request({ name: 'Late', policyId: 'fleeting' })));
    expect(answer).toMatchObject({ status: 400, field: 'policyId' });
    expect(await stores.config.services.get('late')).toBeUndefined();
  });
});

describe('listing', () => {
  it('gives every one once, page by page', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 20; pages += 1) {
      const search: Record<string, string> = after ? { limit: '2', after } : { limit: '2' };
      const { items, next } = said(await service.list(deps, request(undefined, { search }))) as never as {
        items: { id: string }[];
        next: string | null;
      };
      expect(items.length).toBeLessThanOrEqual(2);
      seen.push(...items.map(({ id }) => id));
      if (next === null) break;
      after = next;
    }
    expect(seen).toEqual((await stores.config.services.all()).map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(4);
  });

  it.each<[Record<string, string>, string]>([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: '' }, 'limit'],
    [{ after: 'A B' }, 'after'],
  ])('refuses %j', async (search, field) => {
    expect(said(await service.list(deps, request(undefined, { search })))).toMatchObject({ status: 400, field });
  });
});

describe('changing', () => {
  it('changes the fields that are given, and no other', async () => {
    await made({ id: 'changed', name: 'Before', grouping: { type: 'service' } });
    const answer = said(await service.update(deps, sending('changed', { version: 1, name: 'After' })));
    expect(answer).toMatchObject({ status: 200, name: 'After', version: 2, grouping: { type: 'service' } });
  });

  it('refuses a change of what is not the newest, and shows the newest', async () => {
    const answer = said(await service.update(deps, sending('changed', { version: 1, name: 'Late' })));
    expect(answer).toMatchObject({ status: 409, code: 'version-mismatch', current: { name: 'After', version: 2 } });
  });

  it('lets one of many who change the same version win, and tells the others', async () => {
    await made({ id: 'contended', name: 'C' });
    const names = Array.from({ length: 8 }, (_, n) => `C${n}`);
    const answers = await Promise.all(
      names.map(async (name) => said(await service.update(deps, sending('contended', { version: 1, name })))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
    const won = answers.find(({ status }) => status === 200);
    expect(await stores.config.services.get('contended')).toMatchObject({ name: won?.['name'], version: 2 });
  });

  it('does not act on what was read a moment before', async () => {
    await made({ id: 'cached', name: 'One' });
    await stores.directory.service('cached' as ServiceId);
    await service.update(deps, sending('cached', { version: 1, name: 'Two' }));
    expect((await stores.directory.service('cached' as ServiceId))?.name).toBe('Two');
    expect(said(await service.update(deps, sending('cached', { version: 2, name: 'Three' })))).toMatchObject({
      version: 3,
    });
  });

  it('needs the version, and does not move the id', async () => {
    expect(said(await service.update(deps, sending('cached', { name: 'X' })))).toMatchObject({
      status: 400,
      field: 'version',
    });
    expect(said(await service.update(deps, sending('cached', { version: 3, id: 'other' })))).toMatchObject({
      status: 400,
      field: 'id',
    });
  });

  it.each(['gone', '..', 'A', '__proto__', ''])('knows no %j', async (id) => {
    expect(said(await service.update(deps, sending(id, { version: 1, name: 'X' })))).toMatchObject({ status: 404 });
    expect(said(await service.get(deps, asking(id)))).toMatchObject({ status: 404 });
    expect(said(await service.delete(deps, asking(id)))).toMatchObject({ status: 404 });
  });
});

describe('deleting', () => {
  const deletePolicy = deleteResource(POLICIES);

  it('deletes only the version that was meant', async () => {
    await made({ id: 'doomed', name: 'D' });
    const with3 = asking('doomed', { search: { version: '3' } });
    expect(said(await service.delete(deps, with3))).toMatchObject({ status: 409, code: 'version-mismatch' });
    const wrong = asking('doomed', { search: { version: '0' } });
    expect(said(await service.delete(deps, wrong))).toMatchObject({ status: 400, field: 'version' });
    expect(await service.delete(deps, asking('doomed', { search: { version: '1' } }))).toMatchObject({
      statusCode: 204,
    });
    expect(await stores.config.services.get('doomed')).toBeUndefined();
  });

  it('keeps what is referred to, and names what refers to it', async () => {
    await stores.config.policies.create(policy([level(user('ada'))], { id: 'wanted' as never }));
    await made({ id: 'wanting', name: 'Wanting', policyId: 'wanted' });
    expect(said(await deletePolicy(deps, asking('wanted')))).toMatchObject({
      status: 409,
      code: 'in-use',
      usedBy: [{ type: 'service', id: 'wanting', name: 'Wanting' }],
      detail: expect.stringContaining('the service Wanting'),
    });
    await service.update(deps, sending('wanting', { version: 1, policyId: null }));
    expect(await deletePolicy(deps, asking('wanted'))).toMatchObject({ statusCode: 204 });
  });

  it('brings it back when somebody came to refer to it meanwhile', async () => {
    await stores.config.policies.create(policy([level(user('ada'))], { id: 'raced' as never }));
    const policies = {
      ...stores.config.policies,
      remove: async (value: never) => {
        await stores.config.services.create({
          id: 'racing' as ServiceId,
          name: 'Racing',
          policyId: 'raced' as never,
          grouping: { type: 'alert' },
          version: 1,
        });
        return stores.config.policies.remove(value);
      },
    };
    const config = { ...stores.config, services: stores.config.services, policies };
    const answer = said(await deletePolicy({ ...stores, config } as never, asking('raced')));
    expect(answer).toMatchObject({ status: 409, code: 'in-use' });
    expect(await stores.config.policies.get('raced')).toMatchObject({ id: 'raced', version: 2 });
  });
});
