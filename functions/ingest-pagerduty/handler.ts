import { ulid } from 'ulid';
import type { Alert } from '../../shared/domain/alert/alert.ts';
import { EVENT_LIMITS, readJson } from '../../shared/ingest/json-body.ts';
import { type EventAnswer, invalid } from '../../shared/ingest/pagerduty-answers.ts';
import { acceptedV1, readPagerDutyV1Event } from '../../shared/ingest/pagerduty-v1.ts';
import { accepted, readPagerDutyEvent } from '../../shared/ingest/pagerduty-v2.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { json, type Response } from '../../shared/runtime/http/response.ts';
import { accept, type IngestDeps, ingestDeps } from '../../shared/runtime/ingest.ts';

const said = ({ status, body }: EventAnswer): Response => json(status, body);

/**
 * POST /v2/enqueue, and v1's /generic/2010-04-15/create_event.json: PagerDuty's Events APIs, so that whatever speaks to
 * PagerDuty speaks to us. 202 (v1: 200) only when the alert is in the table or the queue.
 */
export const ingestPagerDuty: HttpHandler<IngestDeps> = async (deps, request) => {
  const isV1 = request.path !== '/v2/enqueue';
  const body = readJson(request.body, EVENT_LIMITS);
  if (!body.ok) return said(invalid([body.error]));
  const read = isV1 ? readPagerDutyV1Event(body.value) : readPagerDutyEvent(body.value);
  if (!read.ok) return said(invalid(read.error));
  const { routingKey, alert } = read.value;
  const keyed: Alert = { ...alert, dedupKey: alert.dedupKey ?? ulid() };
  const { known } = await accept(deps, routingKey, [keyed], request.at);
  if (!known)
    return said(
      invalid([{ field: isV1 ? 'service_key' : 'routing_key', message: 'is not a key of any service here' }]),
    );
  return said(isV1 ? acceptedV1(keyed.dedupKey) : accepted(keyed.dedupKey));
};

export const handler = http(ingestPagerDuty, { deps: ingestDeps, role: 'public' });
