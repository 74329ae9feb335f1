import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { E164 } from '../lib/ids.ts';
import { failedSend } from './aws-failure.ts';
import type { SendOutcome } from './send-outcome.ts';

export type SnsOptions = {
  readonly region: string;
  /** AWS's own by default. */
  readonly endpoint?: string;
};

export type SnsSms = { readonly to: E164; readonly body: string; readonly signal: AbortSignal };

const TRANSACTIONAL = { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } };

/** Text messages by Amazon SNS, the second provider: one way, no receipts, no lookup. So accepted counts as `sent`. */
export class SnsSmsClient {
  readonly #client: SNSClient;

  constructor(options: SnsOptions) {
    this.#client = new SNSClient({
      ...options,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 2000, httpAgent: { maxSockets: 100 } },
    });
  }

  /** Hands one text message to SNS, exactly once. Never throws for what a provider or a network does. */
  async sendSms({ to, body, signal }: SnsSms): Promise<SendOutcome> {
    const command = new PublishCommand({ PhoneNumber: to, Message: body, MessageAttributes: TRANSACTIONAL });
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
