import { readAlertmanager } from '../../shared/ingest/alertmanager.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { ingestBatch } from '../../shared/runtime/http/ingest-batch.ts';
import { ingestDeps } from '../../shared/runtime/ingest.ts';

/** POST /v1/ingest/{key}/alertmanager: Prometheus Alertmanager's webhook, each alert on its own fingerprint. */
export const ingestAlertmanager = ingestBatch(readAlertmanager);

export const handler = http(ingestAlertmanager, { deps: ingestDeps, role: 'public' });
