import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { isPermanent } from '../domain/paging/delivery-status.ts';
import type { E164 } from '../lib/ids.ts';
import { type SendOutcome, withoutNumbers } from './send-outcome.ts';

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

/** Errors of the network that come before a byte of the request has left. */
const UNREACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CredentialsProviderError',
]);

const failedSend = (error: unknown, signal: AbortSignal): SendOutcome => {
  if (!(error instanceof Error)) throw error;
  const status = httpStatusOf(error);
  if (status !== undefined && status >= 300) return answered(error, status);
  if (signal.aborted) return { type: 'unknown', why: 'timeout' };
  const code = 'code' in error ? String(error.code) : error.name;
  if (UNREACHED.has(code)) return { type: 'failed', status: undefined, why: code };
  return { type: 'unknown', why: status === undefined ? 'connection-lost' : 'unreadable-answer' };
};

const answered = ({ name, message }: Error, status: number): SendOutcome => {
  const overloaded = status === 429 || status >= 500 || name.startsWith('Throttl');
  if (overloaded) return { type: 'failed', status, why: name };
  return { type: 'refused', code: name, message: withoutNumbers(message), permanent: isPermanent(name) };
};

const httpStatusOf = (error: Error): number | undefined => {
  if (!('$metadata' in error)) return undefined;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode;
};
