import { drillResult } from '../../shared/domain/drill/drill.ts';
import type { Incident } from '../../shared/domain/incident/incident.ts';
import { type ReadDeps, readDeps } from '../../shared/runtime/dependencies.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { ok } from '../../shared/runtime/http/response.ts';

/** Each drill is a query of its own. */
const PAGE_MAX = 20;
/** Open incidents that are looked through for drills under way. */
const OPEN_MAX = 100;

const withResults = (deps: ReadDeps, drills: readonly Incident[]) =>
  Promise.all(drills.map(async (drill) => drillResult(drill, (await deps.reads.record(drill.id)).attempts)));

/**
 * GET /v1/drills: newest first, with how long each step took; those under way before those that are over. `next` is
 * handed back as `after` for the next page.
 */
export const listDrills: HttpHandler<ReadDeps> = async (deps, { search }) => {
  const { limit: asked = String(PAGE_MAX), after } = search;
  const limit = Number(asked);
  if (asked === '' || !Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX) {
    return badRequest([{ field: 'limit', message: `must be a whole number from 1 to ${PAGE_MAX}` }]);
  }
  if (after !== undefined && !/^[0-9A-Z:.#-]{1,64}$/.test(after)) {
    return badRequest([{ field: 'after', message: 'must be the `next` of the page before' }]);
  }
  const [over, open] = await Promise.all([
    deps.reads.list('drills', limit, after),
    after === undefined ? deps.reads.list('open', OPEN_MAX, undefined) : { incidents: [] },
  ]);
  const underWay = open.incidents.filter(({ drill }) => drill !== undefined).slice(0, PAGE_MAX);
  return ok({ items: await withResults(deps, [...underWay, ...over.incidents]), next: over.next ?? null });
};

export const handler = http(listDrills, { deps: readDeps, role: 'viewer' });
