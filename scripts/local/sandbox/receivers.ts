import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse, Route } from '../router.ts';
import { gate } from './gate.ts';
import { receive, type World } from './world.ts';

/** Where requests to any webhook arrive: the header `x-pd-webhook-url` says for which. */
export const WEBHOOKS_PATH = '/_webhooks';

const OUTAGE: LocalResponse = { status: 500, body: 'out of order' };

const take = (world: World, request: LocalRequest): LocalResponse => {
  const to = String(request.headers['x-pd-webhook-url'] ?? '');
  const body = request.body.toString('utf8');
  const at = world.clock.now();
  receive(world, { id: randomUUID(), kind: 'webhook', provider: 'webhook', to, body, at, status: 'delivered' });
  return { status: 204 };
};

/** Whoever listens at the other end of a webhook, wherever that is. */
export const receiverRoutes = (world: World): Route[] => [
  {
    method: 'POST',
    path: WEBHOOKS_PATH,
    handle: gate(world, 'webhook', OUTAGE, (request) => take(world, request)),
  },
];
