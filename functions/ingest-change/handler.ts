import { isValid } from '../../shared/domain/directory/service.ts';
import { EVENT_LIMITS, readJson } from '../../shared/ingest/json-body.ts';
import { changeAccepted, invalid, readChangeEvent } from '../../shared/ingest/pagerduty-change.ts';
import { bus } from '../../shared/runtime/bus.ts';
import { once } from '../../shared/runtime/environment.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { sha256 } from '../../shared/runtime/ingest.ts';
import { directory } from '../../shared/runtime/stores.ts';

const dependencies = once(() => ({ directory: directory(), bus }));

/**
 * POST /v2/change/enqueue: something was deployed or changed. It opens nothing and pages nobody; it goes to the bus as
 * `ChangeReceived`, and is answered 202 only when the bus has taken it.
 */
export const ingestChange: HttpHandler<ReturnType<typeof dependencies>> = async (deps, request) => {
  const body = readJson(request.body, EVENT_LIMITS);
  const read = body.ok ? readChangeEvent(body.value) : undefined;
  if (!read?.ok) {
    const { status, body: problems } = invalid(read ? read.error : body.ok ? [] : [body.error]);
    return json(status, problems);
  }
  const integration = await deps.directory.integration(sha256(read.value.routingKey));
  if (!integration || !isValid(integration, request.at)) {
    const { status, body: problems } = invalid([{ field: 'routing_key', message: 'is not a key of any service here' }]);
    return json(status, problems);
  }
  const detail = {
    serviceId: integration.serviceId,
    integrationId: integration.id,
    receivedAt: request.at,
    ...read.value.change,
  };
  await deps.bus.publish([{ type: 'ChangeReceived', detail }]);
  const answer = changeAccepted();
  return json(answer.status, answer.body);
};

export const handler = http(ingestChange, { deps: dependencies, role: 'public' });
