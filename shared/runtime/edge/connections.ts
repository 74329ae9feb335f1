import { KeepAliveHttp } from '../../telephony/keep-alive-http.ts';
import { once } from '../environment.ts';

/** The entrances' connections to Slack and to the queue, kept open from one invocation to the next. */
export const connections = once(() => new KeepAliveHttp());
