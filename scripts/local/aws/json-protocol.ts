import { randomUUID } from 'node:crypto';
import type { Outages, Provider } from '../outages.ts';
import type { LocalRequest, Route } from '../router.ts';
import type { WireRequest, WireResponse } from './shortcut.ts';

/** A refusal as an AWS service states it; the SDK makes an exception of that name of it. */
export class AwsError extends Error {
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** One operation of a service: its parsed input to its output. */
export type Operation = (input: Record<string, unknown>) => unknown;

export interface JsonService {
  readonly path: string;
  /** The part of `X-Amz-Target` before the dot. */
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly outage?: { readonly provider: Provider; readonly outages: Outages };
}

/** A route that speaks AWS's JSON protocols (1.0 and 1.1) for one service. While it is well, it takes the short way too. */
export const jsonService = (service: JsonService): Route => {
  const mode = () => service.outage?.outages.mode(service.outage.provider) ?? 'ok';
  return {
    method: 'POST',
    path: `${service.path}/*`,
    direct: (request) => (mode() === 'ok' ? answerOf(service, request) : undefined),
    handle: async (request) => {
      const now = mode();
      if (now === 'timeout') return holdOpen(service, request);
      if (now === 'error')
        return refusal(new AwsError('InternalFailure', 'The request failed (an outage is on).', 500));
      const answered = await answerOf(service, request);
      return now === 'answer-lost' ? void request.response.destroy() : answered;
    },
  };
};

const answerOf = async (service: JsonService, request: Asked): Promise<WireResponse> => {
  try {
    return answer(200, (await operationOf(service, request)(inputOf(request))) ?? {});
  } catch (error) {
    if (error instanceof AwsError) return refusal(error);
    throw error;
  }
};

type Asked = Pick<LocalRequest, 'headers' | 'body'> | WireRequest;

const operationOf = (service: JsonService, request: Asked): Operation => {
  const [prefix, name] = (request.headers['x-amz-target'] ?? '').split('.');
  if (prefix !== service.targetPrefix || !name || !Object.hasOwn(service.operations, name)) {
    throw new AwsError('UnknownOperationException', `${service.targetPrefix} has no such operation here.`);
  }
  return service.operations[name] as Operation;
};

const inputOf = (request: Asked): Record<string, unknown> => {
  try {
    return request.body.length === 0 ? {} : (JSON.parse(request.body.toString('utf8')) as Record<string, unknown>);
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON.');
  }
};

const refusal = (error: AwsError): WireResponse => answer(error.status, { __type: error.name, message: error.message });

const answer = (status: number, body: unknown): WireResponse => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(body),
});

/** Says nothing until the outage is over, then hangs up. It does not count as something going on: nobody waits for it. */
const holdOpen = (service: JsonService, request: LocalRequest): void => {
  const stop = service.outage?.outages.onChange((provider, mode) => {
    if (provider === service.outage?.provider && mode !== 'timeout') request.response.destroy();
  });
  request.response.once('close', () => stop?.());
};
