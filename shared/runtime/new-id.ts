import { ulid } from 'ulid';
import type { IncidentId } from '../lib/ids.ts';
import { type Instant, toEpochMs } from '../lib/instant.ts';

/** A ULID of the product's time, so that ids sort as incidents were declared. */
export const newIncidentId = (at: Instant): IncidentId => ulid(toEpochMs(at)) as IncidentId;
