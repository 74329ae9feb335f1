import { FINDING_LEVELS } from '../../shared/domain/reachability/finding.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { ok } from '../../shared/runtime/http/response.ts';
import { findReachability, type ReachabilityDeps, reachabilityDeps } from '../../shared/runtime/reachability.ts';

/** GET /v1/reachability: all that would keep a page from reaching somebody, the worst first, and what to do about it. */
export const listReachability: HttpHandler<ReachabilityDeps> = async (deps, { at }) => {
  const items = await findReachability(deps, at);
  const counts = FINDING_LEVELS.map((level) => [level, items.filter((finding) => finding.level === level).length]);
  return ok({ at, counts: Object.fromEntries(counts), items });
};

export const handler = http(listReachability, { deps: reachabilityDeps, role: 'viewer' });
