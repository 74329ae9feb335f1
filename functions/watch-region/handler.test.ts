import { expect, it } from 'vitest';
import { watchRegion } from './handler.ts';

const watched = async (status?: number) => {
  const counted: string[] = [];
  const deps = {
    otherRegion: status === undefined ? undefined : async () => status,
    measure: (name: string) => void counted.push(name),
  };
  return { ...(await watchRegion(deps)), counted };
};

it('counts nothing while the other region is well', async () => {
  expect(await watched(200)).toEqual({ well: true, counted: [] });
});

it.each([503, 403, 0])('counts a region that answers %i, which is nothing at all when it is 0', async (status) => {
  expect(await watched(status)).toEqual({ well: false, counted: ['OtherRegionUnwell'] });
});

it('watches nobody where there is no other region, as on the laptop', async () => {
  expect(await watched()).toEqual({ well: true, counted: [] });
});
