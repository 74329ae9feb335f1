import { err, ok, type Result } from '../../lib/result.ts';
import { isSlug } from '../../lib/slug.ts';
import { badRequest } from './problems.ts';
import type { Request } from './request.ts';
import type { Response } from './response.ts';

const PAGE_MAX = 100;
const PAGE_USUAL = 50;

/** Which part of a list is wanted: `?limit=` (1 to 100) and `?after=`, the `next` of the page before. */
export const listing = ({
  search,
}: Request): Result<{ readonly limit: number; readonly after: string | undefined }, Response> => {
  const { limit: asked, after } = search;
  const limit = asked === undefined ? PAGE_USUAL : Number(asked);
  if (asked === '' || !Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX) {
    return err(badRequest([{ field: 'limit', message: `must be a whole number from 1 to ${PAGE_MAX}` }]));
  }
  if (after !== undefined && !isSlug(after)) {
    return err(badRequest([{ field: 'after', message: 'must be the `next` of the page before' }]));
  }
  return ok({ limit, after });
};
