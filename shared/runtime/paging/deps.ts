import type { E164 } from '../../lib/ids.ts';
import { SesClient } from '../../telephony/ses-client.ts';
import { SnsSmsClient } from '../../telephony/sns-client.ts';
import { TwilioClient } from '../../telephony/twilio-client.ts';
import { WebhookClient } from '../../telephony/webhook-client.ts';
import { clock } from '../clock.ts';
import { emailConfigured, endpoint, environment, once, optional } from '../environment.ts';
import { breakers, incidents, pages } from '../stores.ts';

export const twilio = once(() => {
  const apiUrl = endpoint('TWILIO_API_URL');
  return new TwilioClient({
    accountSid: environment('TWILIO_ACCOUNT_SID'),
    authToken: environment('TWILIO_AUTH_TOKEN'),
    from: environment('TWILIO_FROM') as E164,
    ...(apiUrl ? { apiUrl } : {}),
  });
});

export const sns = once(() => {
  const url = endpoint('AWS_ENDPOINT_URL_SNS');
  return new SnsSmsClient({ region: environment('PD_REGION'), ...(url ? { endpoint: url } : {}) });
});

/** Null where e-mail is not set up. */
export const ses = once(() => {
  if (!emailConfigured()) return null;
  const url = endpoint('AWS_ENDPOINT_URL_SESV2');
  return new SesClient({
    region: environment('PD_REGION'),
    from: environment('PD_EMAIL_FROM'),
    ...(url ? { endpoint: url } : {}),
  });
});

/** Null where webhooks are not set up: what is not signed is not sent. */
export const webhooks = once(() => {
  const secret = optional('PD_WEBHOOK_SECRET');
  return secret ? new WebhookClient({ secret, standIn: endpoint('PD_WEBHOOK_STAND_IN') }) : null;
});

/** What the functions that hand pages to a provider work with, whichever provider it is. */
export const sendDeps = once(() => ({
  pages: pages(),
  incidents: incidents(),
  breakers: breakers(),
  clock: clock(),
  region: environment('PD_REGION'),
  publicUrl: environment('PD_PUBLIC_URL'),
  /** The number that pages come from and that replies go to. */
  from: environment('TWILIO_FROM') as E164,
}));
export type PagingSendDeps = ReturnType<typeof sendDeps>;
