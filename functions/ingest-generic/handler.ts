import { readGeneric } from '../../shared/ingest/generic.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { ingestBatch } from '../../shared/runtime/http/ingest-batch.ts';
import { ingestDeps } from '../../shared/runtime/ingest.ts';

/** POST /v1/ingest/{key}/generic: any JSON that has a title; see `shared/ingest/generic.ts` for the fields. */
export const ingestGeneric = ingestBatch(readGeneric);

export const handler = http(ingestGeneric, { deps: ingestDeps, role: 'public' });
