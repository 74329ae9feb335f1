import { codeTexts } from '../../domain/directory/contact-code.ts';
import type { ContactMethod } from '../../domain/directory/contact-method.ts';
import { assertNever } from '../../lib/assert-never.ts';
import type { E164 } from '../../lib/ids.ts';
import type { SendOutcome } from '../../telephony/send-outcome.ts';
import type { SesClient } from '../../telephony/ses-client.ts';
import type { TwilioClient } from '../../telephony/twilio-client.ts';
import { sayThrice } from '../../telephony/twiml.ts';
import type { Clock } from '../clock.ts';
import { within } from '../paging/timeout.ts';
import type { SlackApi, SlackFailure } from '../slack/slack-api.ts';

/** The ways to an address. What is not set up is null. */
export interface Carriers {
  readonly twilio: Pick<TwilioClient, 'sendSms' | 'placeSpokenCall'>;
  readonly ses: Pick<SesClient, 'send'> | null;
  readonly slack: Pick<SlackApi, 'call'> | null;
  readonly clock: Clock;
}

const CARRIER_MS = 6000;

const notSetUp = (what: string): SendOutcome => ({
  type: 'refused',
  code: 'not-set-up',
  message: `${what} is not set up`,
  permanent: true,
});

const failedBySlack = (failure: SlackFailure): SendOutcome =>
  failure.kind === 'refused'
    ? { type: 'refused', code: failure.error, message: failure.error, permanent: true }
    : { type: 'failed', status: undefined, why: 'Slack did not take it' };

const bySlack = async (slack: Pick<SlackApi, 'call'>, to: string, text: string): Promise<SendOutcome> => {
  const options = { lane: 'person', channel: to, withinMs: CARRIER_MS } as const;
  const sent = await slack.call('chat.postMessage', { channel: to, text }, options);
  return sent.ok ? { type: 'accepted', sid: '', status: 'sent' } : failedBySlack(sent.error);
};

/** Sends a code to an address by its own channel, once. Never throws for what a carrier or a network does. */
export const sendCode = (
  { twilio, ses, slack, clock }: Carriers,
  { type, to }: Pick<ContactMethod, 'type' | 'to'>,
  code: string,
): Promise<SendOutcome> =>
  within(clock, CARRIER_MS, async (signal) => {
    switch (type) {
      case 'sms':
        return twilio.sendSms({ to: to as E164, body: codeTexts.sms(code), signal });
      case 'voice':
        return twilio.placeSpokenCall({ to: to as E164, twiml: sayThrice(codeTexts.voice(code)), signal });
      case 'slack':
        return slack ? bySlack(slack, to, codeTexts.slack(code)) : notSetUp('Slack');
      case 'email':
        return ses ? ses.send({ to, ...codeTexts.email(code), signal }) : notSetUp('E-mail');
      default:
        return assertNever(type);
    }
  });
