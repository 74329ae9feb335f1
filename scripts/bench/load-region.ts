/**
 * The laptop region that `npm run bench:load` puts under load: `npm start` with a crowd of services, policies and
 * people in its tables, that tells its parent when each message reached the outside world, in real time.
 */
import { tables } from '../../shared/data/table.ts';
import type { IntegrationId, PolicyId, ServiceId, UserId } from '../../shared/lib/ids.ts';
import { sha256 } from '../../shared/runtime/ingest.ts';
import { directory } from '../../shared/runtime/stores.ts';
import { startRegion } from '../local/region.ts';
import { seed } from '../local/seed.ts';
import { CROWD, crowdKey, crowdPhone, crowdUser, LEVEL_SECONDS } from './crowd.ts';

const seedCrowd = async (): Promise<void> => {
  const store = directory();
  for (let index = 0; index < CROWD; index += 1) {
    const userId = crowdUser(index) as UserId;
    const policyId = `policy-${index}` as PolicyId;
    const serviceId = `service-${index}` as ServiceId;
    const second = crowdUser((index + 1) % CROWD) as UserId;
    await store.putUser({
      id: userId,
      name: `Responder ${index}`,
      email: null,
      slackId: null,
      role: 'responder',
      rules: [{ channel: 'sms', to: crowdPhone(index), delaySeconds: 0 }],
      version: 1,
    });
    await store.putPolicy({
      id: policyId,
      name: `Policy ${index}`,
      levels: [
        { targets: [{ type: 'user', id: userId }], timeoutSeconds: LEVEL_SECONDS },
        { targets: [{ type: 'user', id: second }], timeoutSeconds: LEVEL_SECONDS },
      ],
      rounds: 1,
      fallback: [],
      version: 1,
    });
    await store.putService({
      id: serviceId,
      name: `Service ${index}`,
      policyId,
      grouping: { type: 'alert' },
      version: 1,
    });
    const integration = { id: `monitor-${index}` as IntegrationId, name: `Monitor ${index}`, serviceId };
    await store.putIntegration(sha256(crowdKey(index)), integration);
  }
};

process.env['POWERTOOLS_LOG_LEVEL'] ||= 'WARN';
const region = await startRegion({
  port: 0,
  dataDir: process.env['PD_DATA_DIR'] ?? null,
  region: 'us-east-1',
  clockSpeed: 1,
  demoToken: 'demo',
  tables: tables({ table: 'pd-lite', idempotency: 'pd-lite-idempotency' }),
  seed: async (started) => {
    await seed(started);
    await seedCrowd();
  },
  env: { POWERTOOLS_METRICS_DISABLED: 'true', SLACK_BOT_TOKEN: '' },
  warm: true,
});
const seen = new Set<string>();
region.sandbox.onMessage(({ id, to, body, provider }) => {
  if (seen.has(id)) return;
  seen.add(id);
  const at_ms = performance.timeOrigin + performance.now();
  process.send?.({ type: 'message', message: { id, to, body, provider, at_ms } });
});
process.send?.({ type: 'database', url: region.databaseUrl });
console.log(`pd-lite ready ${region.url}`);
process.on('SIGTERM', () => void region.stop().then(() => process.exit(0)));
