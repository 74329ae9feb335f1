import type { LocalClock } from './clock.ts';
import { MODES, type Mode, OPERATIONS, type Operations, type Outages, PROVIDERS, type Provider } from './outages.ts';
import type { LocalRequest, LocalResponse, Route } from './router.ts';

/** More than a year at once is a mistake. */
const ADVANCE_SECONDS_MAX = 366 * 24 * 3600;

export interface ControlOptions {
  readonly clock: LocalClock;
  readonly outages: Outages;
  readonly demoToken: string;
  readonly advance: (seconds: number) => Promise<void>;
  /** False when the database is somebody else's: then its outages are not ours to make. */
  readonly ownsDatabase: boolean;
}

/** What a person or a test does to the region itself: its time, and the health of the outside world. */
export const controlRoutes = (options: ControlOptions): Route[] => [
  { method: 'GET', path: '/sandbox/session', handle: async () => session(options) },
  { method: 'GET', path: '/sandbox/clock', handle: async () => clockAnswer(options.clock) },
  { method: 'POST', path: '/sandbox/clock', untracked: true, handle: (request) => advance(options, request) },
  { method: 'GET', path: '/sandbox/outages', handle: async () => ({ status: 200, body: options.outages.all() }) },
  { method: 'POST', path: '/sandbox/outages', handle: async (request) => setOutage(options, request) },
];

/** The token that the page calls the API with. The gateway answers this to programs and pages of this machine only. */
const session = ({ demoToken }: ControlOptions): LocalResponse => ({
  status: 200,
  headers: { 'cache-control': 'no-store' },
  body: { token: demoToken },
});

const clockAnswer = (clock: LocalClock): LocalResponse => ({
  status: 200,
  body: { now: clock.now(), speed: clock.speed },
});

const advance = async (options: ControlOptions, request: LocalRequest): Promise<LocalResponse> => {
  const input = jsonOf(request);
  const seconds = input?.advanceSeconds;
  if (typeof seconds !== 'number' || !(seconds >= 0) || seconds > ADVANCE_SECONDS_MAX) {
    return problem(400, 'advanceSeconds', `must be a number of seconds from 0 to ${ADVANCE_SECONDS_MAX}`);
  }
  if (!options.clock.manual) {
    return problem(
      409,
      'advanceSeconds',
      'only a clock that stands still can be advanced: start with PD_CLOCK_SPEED=0',
    );
  }
  await options.advance(seconds);
  return clockAnswer(options.clock);
};

const setOutage = (options: ControlOptions, request: LocalRequest): LocalResponse => {
  const input = jsonOf(request);
  const provider = input?.provider as Provider;
  const mode = input?.mode as Mode;
  const operations = (input?.operations ?? 'all') as Operations;
  if (!PROVIDERS.includes(provider)) return problem(400, 'provider', `must be one of ${PROVIDERS.join(', ')}`);
  if (!MODES.includes(mode)) return problem(400, 'mode', `must be one of ${MODES.join(', ')}`);
  if (!OPERATIONS.includes(operations)) return problem(400, 'operations', `must be one of ${OPERATIONS.join(', ')}`);
  if (mode === 'ratelimited' && provider !== 'slack') return problem(400, 'mode', 'ratelimited is for slack only');
  if (provider === 'dynamodb' && !options.ownsDatabase) {
    return problem(409, 'provider', 'the database is not part of this region, AWS_ENDPOINT_URL_DYNAMODB names it');
  }
  options.outages.set(provider, mode, operations);
  return { status: 200, body: { provider, mode } };
};

const jsonOf = (request: LocalRequest): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

/** A problem document (RFC 9457) that names the field. */
const problem = (status: number, field: string, detail: string): LocalResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: {
    type: 'about:blank',
    title: status === 400 ? 'Bad Request' : 'Conflict',
    status,
    detail: `${field} ${detail}`,
    field,
    errors: [{ field, message: detail }],
  },
});
