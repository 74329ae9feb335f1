import type { Route } from '../../router.ts';
import type { World } from '../world.ts';
import type { Slack } from './answer.ts';
import { driverRoutes } from './driver.ts';
import { Events } from './events.ts';
import { Failures } from './failures.ts';
import type { Json, SlackAccount } from './model.ts';
import { slackSnapshot } from './overview.ts';
import { RateLimits } from './rate-limits.ts';
import { responseRoutes } from './responses.ts';
import type { SlackRecord } from './shelf.ts';
import { Triggers } from './triggers.ts';
import { webApiRoutes } from './web-api.ts';
import { SlackWebhooks } from './webhooks.ts';
import { Workspace } from './workspace.ts';

export type { SlackAccount } from './model.ts';

/** The sandbox's Slack: one workspace, with the product as its only app. */
export interface SandboxSlack {
  readonly routes: Route[];
  /** Takes over one thing that an earlier process remembered. */
  restore(record: SlackRecord): void;
  /** Goes on with what was under way when an earlier process died. */
  resume(): void;
  /** What people see, for a page. */
  snapshot(): Json;
}

export const createSlack = (world: World, account: SlackAccount): SandboxSlack => {
  const workspace = new Workspace(world);
  const slack: Slack = {
    world,
    account,
    workspace,
    triggers: new Triggers(world.clock),
    limits: new RateLimits(world.clock),
    failures: new Failures(),
    webhooks: new SlackWebhooks(world, account),
  };
  const events = new Events(slack);
  return {
    routes: [...webApiRoutes(slack), ...responseRoutes(slack), ...driverRoutes({ slack, events })],
    restore: (record) => workspace.restore(record),
    resume: () => events.resume(),
    snapshot: () => slackSnapshot(slack),
  };
};
