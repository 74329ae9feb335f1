import { type ReadDeps, readDeps } from '../../shared/runtime/dependencies.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { incidentView } from '../../shared/runtime/http/incident-view.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { ok } from '../../shared/runtime/http/response.ts';

const PAGE_MAX = 100;

const limitOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return 50;
  const limit = Number(text);
  return Number.isInteger(limit) && limit >= 1 && limit <= PAGE_MAX ? limit : undefined;
};

/**
 * GET /v1/incidents: newest first. The open ones; with `?ended=2026-11` those of a month that are over. `next` is handed
 * back as `after` for the next page.
 */
export const listIncidents: HttpHandler<ReadDeps> = async (deps, { search }) => {
  const limit = limitOf(search['limit']);
  if (limit === undefined)
    return badRequest([{ field: 'limit', message: `must be a whole number from 1 to ${PAGE_MAX}` }]);
  const { ended, after } = search;
  if (ended !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(ended)) {
    return badRequest([{ field: 'ended', message: 'must be a month such as 2026-11' }]);
  }
  if (after !== undefined && !/^[0-9A-Z:.#-]{1,64}$/.test(after)) {
    return badRequest([{ field: 'after', message: 'must be the `next` of the page before' }]);
  }
  const page = await deps.reads.list(ended === undefined ? 'open' : `ended#${ended}`, limit, after);
  return ok({ items: page.incidents.map(incidentView), next: page.next ?? null });
};

export const handler = http(listIncidents, { deps: readDeps, role: 'viewer' });
