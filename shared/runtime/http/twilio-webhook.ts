import type { E164, IncidentId } from '../../lib/ids.ts';
import { isIncidentId } from '../../lib/ids.ts';
import { verifyTwilioSignature } from '../../telephony/twilio-signature.ts';
import { environment } from '../environment.ts';
import { log } from '../log.ts';
import type { HttpHandler } from './http.ts';
import type { Request } from './request.ts';
import { problem, type Response } from './response.ts';

/** A webhook of Twilio's whose signature was right. */
export interface TwilioWebhook {
  readonly request: Request;
  readonly form: URLSearchParams;
  readonly from: E164;
}

const BODY_LENGTH_MAX = 64_000;

/** Handles a webhook only when Twilio signed it: the signature covers our public URL and every parameter. */
export const twilioWebhook =
  <Deps>(handle: (deps: Deps, webhook: TwilioWebhook) => Promise<Response>): HttpHandler<Deps> =>
  async (deps, request) => {
    const verified =
      request.body.length > BODY_LENGTH_MAX
        ? undefined
        : verifyTwilioSignature(environment('TWILIO_AUTH_TOKEN'), {
            publicUrl: environment('PD_PUBLIC_URL'),
            path: request.path,
            query: request.query,
            body: request.body,
            signature: request.headers['x-twilio-signature'],
          });
    if (!verified?.ok) {
      log.warn('signature.refused', { requestId: request.id, reason: verified?.error ?? 'too-large' });
      return problem(403, 'The signature is wrong', 'Only Twilio may call this, signed with our auth token.', [
        { field: 'X-Twilio-Signature', message: 'does not match the request' },
      ]);
    }
    return handle(deps, { request, form: verified.value, from: (verified.value.get('From') ?? '') as E164 });
  };

/** Which attempt a callback is about: from the address that we gave Twilio with it, which its signature covers. */
export const attemptOf = ({
  search,
}: Request): { readonly incidentId: IncidentId; readonly attemptId: string } | undefined => {
  const { incident, attempt } = search;
  return incident && attempt && isIncidentId(incident) && attempt.length <= 100
    ? { incidentId: incident, attemptId: attempt }
    : undefined;
};
