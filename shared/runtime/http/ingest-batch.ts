import type { AlertBatch } from '../../ingest/alert-batch.ts';
import { BATCH_LIMITS, readJson } from '../../ingest/json-body.ts';
import { accept, type IngestDeps } from '../ingest.ts';
import type { HttpHandler } from './http.ts';
import { badRequest } from './problems.ts';
import { json, problem } from './response.ts';

/**
 * A webhook that may carry several alerts, for the key in its path. Every alert that could be read is taken in, and the
 * answer says what was wrong with the others; 400 only when there was none, since senders do not repeat a 4xx.
 */
export const ingestBatch =
  (read: (body: unknown) => AlertBatch): HttpHandler<IngestDeps> =>
  async (deps, request) => {
    const body = readJson(request.body, BATCH_LIMITS);
    if (!body.ok) return badRequest([body.error]);
    const { alerts, problems } = read(body.value);
    if (alerts.length === 0 && problems.length > 0) return badRequest(problems);
    const { known } = await accept(deps, request.params['key'] ?? '', alerts, request.at);
    if (!known) {
      return problem(404, 'Unknown integration key', 'The key in the address is not a key of any service here.', [
        { field: 'key', message: 'is not a key of any service here' },
      ]);
    }
    return json(202, { accepted: alerts.length, dedupKeys: alerts.map(({ dedupKey }) => dedupKey), problems });
  };
