import * as v from 'valibot';
import { Instant, text } from './common.ts';

/** `POST /v1/services/{id}/maintenance` */
export const MaintenanceInput = v.strictObject({
  /** Now, if it is not given. */
  from: v.exactOptional(Instant),
  to: Instant,
  reason: text(200),
});
