import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { failedSend } from './aws-failure.ts';
import type { SendOutcome } from './send-outcome.ts';

export type SesOptions = {
  readonly region: string;
  /** Who e-mails come from: an address that SES knows to be ours. */
  readonly from: string;
  /** AWS's own by default. */
  readonly endpoint?: string;
};

export type Email = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly signal: AbortSignal;
};

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** E-mail by Amazon SES, in plain text. What it took is sent; whether it arrived is not known. */
export class SesClient {
  readonly #client: SESv2Client;
  readonly #from: string;

  constructor({ from, ...options }: SesOptions) {
    this.#from = from;
    this.#client = new SESv2Client({
      ...options,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 2000, httpAgent: { maxSockets: 100 } },
    });
  }

  /** Hands one e-mail to SES, exactly once. Never throws for what a provider or a network does. */
  async send({ to, subject, text, signal }: Email): Promise<SendOutcome> {
    const command = new SendEmailCommand({
      FromEmailAddress: this.#from,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text) } } },
    });
    try {
      const { MessageId: sid } = await this.#client.send(command, { abortSignal: signal });
      return sid === undefined
        ? { type: 'unknown', why: 'unreadable-answer' }
        : { type: 'accepted', sid, status: 'sent' };
    } catch (error) {
      return failedSend(error, signal);
    }
  }

  /** Closes the connections that are kept open. */
  close(): void {
    this.#client.destroy();
  }
}
