import { KeepAliveHttp } from '../../telephony/keep-alive-http.ts';
import { once } from '../environment.ts';

/** The entrances' connections to Slack and to the queue, kept open from one invocation to the next. */
export const connections = once(() => new KeepAliveHttp());

/** A signal for a request that may take that long. */
export const deadline = (ms: number): AbortSignal => AbortSignal.timeout(Math.max(1, Math.round(ms)));
