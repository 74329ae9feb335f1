import { isPermanent } from '../domain/paging/delivery-status.ts';
import { type SendOutcome, withoutNumbers } from './send-outcome.ts';

/** SES quotes the address that it did not like. */
const withoutAddresses = (message: string): string => withoutNumbers(message).replace(/\S+@\S+/g, '(address)');

/** Errors of the network that come before a byte of the request has left. */
const UNREACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CredentialsProviderError',
]);

/** What an error of an AWS client says about a send that was tried once. @throws what is no Error: that is a bug. */
export const failedSend = (error: unknown, signal: AbortSignal): SendOutcome => {
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
  return { type: 'refused', code: name, message: withoutAddresses(message), permanent: isPermanent(name) };
};

const httpStatusOf = (error: Error): number | undefined => {
  if (!('$metadata' in error)) return undefined;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode;
};
