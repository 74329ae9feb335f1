import domainModule from 'twilio/lib/base/Domain.js';
import versionModule from 'twilio/lib/base/Version.js';
import { CallListInstance } from 'twilio/lib/rest/api/v2010/account/call.js';
import { MessageListInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { isFailed, isPermanent, parseSmsStatus } from '../domain/paging/delivery-status.ts';
import type { E164 } from '../lib/ids.ts';
import { fromEpochMs, type Instant, toEpochMs } from '../lib/instant.ts';
import { type HttpResponse, KeepAliveHttp, NoAnswer } from './keep-alive-http.ts';
import { type SendOutcome, withoutNumbers } from './send-outcome.ts';

export type TwilioOptions = {
  readonly accountSid: string;
  readonly authToken: string;
  /** The number that messages and calls come from. */
  readonly from: E164;
  /** Twilio's own by default. */
  readonly apiUrl?: string;
};

export type Sms = {
  readonly to: E164;
  readonly body: string;
  /** Where Twilio tells what became of the message; absent: nowhere. */
  readonly statusCallback?: string;
  /** Ends waiting; made from the product's clock by the caller. */
  readonly signal: AbortSignal;
};

export type Call = {
  readonly to: E164;
  /** Where Twilio asks what to say once someone answers. */
  readonly url: string;
  readonly statusCallback: string;
  readonly signal: AbortSignal;
};

export type SpokenCall = {
  readonly to: E164;
  /** TwiML, whole: nobody is asked what to say. */
  readonly twiml: string;
  readonly signal: AbortSignal;
};

export type Lookup = {
  readonly to: E164;
  /** When the attempt began. */
  readonly since: Instant;
  readonly signal: AbortSignal;
};

export type Found = {
  readonly type: 'found';
  readonly sid: string;
  readonly status: string;
  readonly createdAt: Instant;
  readonly errorCode?: string;
};

/** `failed`: Twilio did not tell, so nothing is known. */
export type LookupOutcome = Found | { readonly type: 'not-found' } | { readonly type: 'failed'; readonly why: string };

const API_URL = 'https://api.twilio.com';
const API_VERSION = '2010-04-01';
/** A page that waited longer in Twilio's queue comes too late: by then the next channel or level has been tried. */
const SMS_VALIDITY_SECONDS = 600;
/** About five rings: usually less than it takes until voicemail answers. */
const RING_SECONDS = 25;
const CALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed'];
/** Newest first; a phone does not get as many in the seconds between an attempt and its lookup. */
const LOOKUP_PAGE_SIZE = 50;
/** How far Twilio's clock may be behind ours; its times have whole seconds. */
const CLOCK_SKEW_MS = 5000;

/** Node and esbuild give a CommonJS module's `exports` as its default, vitest gives `exports.default`. */
const defaultOf = <T>(module: { default: T }): T => ('default' in module ? module.default : module);
const Domain = defaultOf(domainModule);
const Version = defaultOf(versionModule);

/** The resource classes ask for the library's whole table of resources, and use of it only its base. */
type TwilioVersion = Parameters<typeof MessageListInstance>[0];
type TwilioDomain = InstanceType<typeof Domain>;
type TwilioRequest = Parameters<TwilioDomain['request']>[0];
type Listed = { sid: string; to: string; status: string; dateCreated: Date; errorCode?: number };

/**
 * Twilio's REST interface over the resource classes of its own library, without the rest of that library.
 * Sends exactly once: Twilio has no idempotency key, so trying again is for the caller, after a lookup.
 */
export class TwilioClient {
  readonly #options: TwilioOptions;
  readonly #http = new KeepAliveHttp();
  readonly #authorization: string;

  constructor(options: TwilioOptions) {
    this.#options = options;
    const credentials = Buffer.from(`${options.accountSid}:${options.authToken}`).toString('base64');
    this.#authorization = `Basic ${credentials}`;
  }

  /** Hands one text message to Twilio. Never throws for what a provider or a network does. */
  sendSms(sms: Sms): Promise<SendOutcome> {
    const { to, body, statusCallback, signal } = sms;
    const { accountSid, from } = this.#options;
    const told = statusCallback === undefined ? {} : { statusCallback };
    const create = { to, from, body, ...told, validityPeriod: SMS_VALIDITY_SECONDS };
    return outcomeOf(async () => {
      const message = await MessageListInstance(this.#version(signal), accountSid).create(create);
      return sendOutcome(message.sid, message.status, message.errorCode, message.errorMessage);
    });
  }

  /** Has Twilio ring a phone. Never throws for what a provider or a network does. */
  placeCall(call: Call): Promise<SendOutcome> {
    const { to, url, statusCallback, signal } = call;
    const { accountSid, from } = this.#options;
    const create = {
      to,
      from,
      url,
      method: 'POST',
      timeout: RING_SECONDS,
      statusCallback,
      statusCallbackMethod: 'POST',
      statusCallbackEvent: CALL_EVENTS,
    };
    return outcomeOf(async () => {
      const placed = await CallListInstance(this.#version(signal), accountSid).create(create);
      return sendOutcome(placed.sid, placed.status);
    });
  }

  /** Has Twilio ring a phone and say one thing. Never throws for what a provider or a network does. */
  placeSpokenCall({ to, twiml, signal }: SpokenCall): Promise<SendOutcome> {
    const { accountSid, from } = this.#options;
    return outcomeOf(async () => {
      const create = { to, from, twiml, timeout: RING_SECONDS };
      const placed = await CallListInstance(this.#version(signal), accountSid).create(create);
      return sendOutcome(placed.sid, placed.status);
    });
  }

  /** Finds the first message to a number since a moment whose text contains a fragment: was an unsure send made? */
  findMessage(lookup: Lookup & { readonly contains: string }): Promise<LookupOutcome> {
    const { to, contains, signal } = lookup;
    const { accountSid, from } = this.#options;
    return lookupOf(async () => {
      const list = MessageListInstance(this.#version(signal), accountSid);
      const { instances } = await list.page({ to, from, pageSize: LOOKUP_PAGE_SIZE });
      return firstMatch(
        instances.filter(({ body }) => body?.includes(contains)),
        lookup,
      );
    });
  }

  /** Finds the first call to a number since a moment: was an unsure call placed? */
  findCall(lookup: Lookup): Promise<LookupOutcome> {
    const { to, signal } = lookup;
    const { accountSid, from } = this.#options;
    return lookupOf(async () => {
      const list = CallListInstance(this.#version(signal), accountSid);
      const { instances } = await list.page({ to, from, pageSize: LOOKUP_PAGE_SIZE });
      return firstMatch(instances, lookup);
    });
  }

  /** Closes the connections that are kept open. */
  close(): void {
    this.#http.close();
  }

  /** What the library's resource classes need to make a request; one for each request, as each has its own signal. */
  #version(signal: AbortSignal): TwilioVersion {
    const request = (options: TwilioRequest): Promise<HttpResponse> => this.#request(options, signal);
    const client = { request } as unknown as TwilioDomain['twilio'];
    const domain = new Domain(client, this.#options.apiUrl ?? API_URL);
    return new Version(domain, API_VERSION) as TwilioVersion;
  }

  async #request(options: TwilioRequest, signal: AbortSignal): Promise<HttpResponse> {
    const { method = 'get', uri = '', headers = {}, params, data } = options;
    const url = new URL(uri);
    if (params !== undefined) url.search = formEncoded(params);
    const request = {
      method: method.toUpperCase(),
      url,
      headers: { ...(headers as Record<string, string>), Authorization: this.#authorization, 'User-Agent': 'pd-lite' },
      signal,
    };
    const response = await this.#http.send(data === undefined ? request : { ...request, body: formEncoded(data) });
    const success = response.statusCode >= 200 && response.statusCode < 300;
    if (success && !isReadable(response.body, request.method)) throw new UnreadableAnswer();
    return response;
  }
}

/** Twilio took the request and said something that is not its language. */
class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** Whether the library can work on the body of a success: an object, and for a list one with a list in it. */
const isReadable = (body: string, method: string): boolean => {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return false;
    return method !== 'GET' || ['messages', 'calls'].some((name) => Array.isArray(Reflect.get(parsed, name)));
  } catch {
    return false;
  }
};

/** A list becomes the same name several times, as Twilio wants it. */
const formEncoded = (fields: object): string => {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item) => [name, String(item)]),
  );
  return new URLSearchParams(pairs).toString();
};

/** A message can come back from the create already failed. */
const sendOutcome = (sid: unknown, status: unknown, errorCode?: unknown, errorMessage?: string | null): SendOutcome => {
  if (typeof sid !== 'string' || typeof status !== 'string') return { type: 'unknown', why: 'unreadable-answer' };
  const known = parseSmsStatus(status);
  if (known === undefined || !isFailed('sms', known)) return { type: 'accepted', sid, status };
  return refused(String(errorCode ?? 'failed'), errorMessage ?? status);
};

const refused = (code: string, message: string): SendOutcome => ({
  type: 'refused',
  code,
  message: withoutNumbers(message),
  permanent: isPermanent(code),
});

const outcomeOf = async (send: () => Promise<SendOutcome>): Promise<SendOutcome> => {
  try {
    return await send();
  } catch (error) {
    return failedSend(error);
  }
};

const failedSend = (error: unknown): SendOutcome => {
  if (error instanceof NoAnswer) {
    if (!error.reached) return { type: 'failed', status: undefined, why: whyUnreached(error) };
    return { type: 'unknown', why: error.timedOut ? 'timeout' : 'connection-lost' };
  }
  if (error instanceof UnreadableAnswer) return { type: 'unknown', why: 'unreadable-answer' };
  const refusal = refusalOf(error);
  if (refusal === undefined) throw error;
  const { status, code, message } = refusal;
  const overloaded = status === 429 || status === 408 || status < 400 || status >= 500;
  return overloaded ? { type: 'failed', status, why: withoutNumbers(message) } : refused(code, message);
};

const whyUnreached = (error: NoAnswer): string => {
  if (error.timedOut) return 'timeout before the connection was there';
  return error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : 'no connection';
};

/** Reads what the library throws for an answer that is not 2xx: one class for each of two forms of error document. */
const refusalOf = (error: unknown): { status: number; code: string; message: string } | undefined => {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const code = 'code' in error && error.code ? String(error.code) : `http-${error.status}`;
  return { status: error.status, code, message: String(error.message ?? '') };
};

const lookupOf = async (find: () => Promise<LookupOutcome>): Promise<LookupOutcome> => {
  try {
    return await find();
  } catch (error) {
    const outcome = failedSend(error);
    return { type: 'failed', why: outcome.type === 'refused' ? outcome.message : 'why' in outcome ? outcome.why : '' };
  }
};

/** Twilio lists newest first. The date filter of its lists leaves out what has no date yet, so it is not used. */
const firstMatch = (listed: readonly Listed[], { to, since }: Lookup): LookupOutcome => {
  const from = toEpochMs(since) - CLOCK_SKEW_MS;
  const match = listed.findLast((item) => item.to === to && item.dateCreated?.getTime() >= from);
  if (match === undefined) return { type: 'not-found' };
  const { sid, status, errorCode } = match;
  const found = { type: 'found', sid, status, createdAt: fromEpochMs(match.dateCreated.getTime()) } as const;
  return errorCode ? { ...found, errorCode: String(errorCode) } : found;
};
