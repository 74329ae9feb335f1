import * as v from 'valibot';
import type { UserId } from '../../lib/ids.ts';
import { ROLE_ORDER } from '../http/request.ts';
import { SCOPES } from '../http/scopes.ts';
import { Instant, listOf, reference, text } from './common.ts';

/** `POST /v1/tokens` */
export const TokenInput = v.strictObject({
  name: text(80),
  role: v.picklist(ROLE_ORDER, 'must be viewer, responder or admin'),
  /** Absent: it works until it is deleted. */
  expiresAt: v.optional(v.nullable(Instant), null),
  /** The parts of the API that it is kept to; absent: all that its role may. */
  scopes: v.exactOptional(listOf(v.picklist(SCOPES, `must be one of ${SCOPES.join(', ')}`), 1, SCOPES.length)),
  /** The person it acts for; absent: for itself. */
  userId: v.optional(v.nullable(reference<UserId>()), null),
});
