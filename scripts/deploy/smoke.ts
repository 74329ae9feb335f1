/** One thing that was looked at after a deployment. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly saw: string;
}

export interface SmokeTarget {
  /** Each region's own API, by the region's name. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Where the world reaches both; empty where it does not yet. */
  readonly publicUrl: string;
  /** `/v1/health`; undefined where the manifest has no such function. */
  readonly healthPath: string | undefined;
  /** The integration key of a service that pages nobody, or only whoever tests. */
  readonly drillKey: string | undefined;
}

export type Ask = (url: string, init?: { readonly method: string; readonly body: string }) => Promise<number>;

const EVENT = {
  event_action: 'trigger',
  dedup_key: 'pd-lite-smoke',
  payload: { summary: 'PD Lite: a test after a deployment', source: 'npm run deploy', severity: 'info' },
};
/** Well formed, and nobody's. */
const NOBODYS_KEY = 'smoke-test-of-nobody';

const expectStatus = async (ask: Ask, what: string, wanted: number, ...request: Parameters<Ask>): Promise<Finding> => {
  try {
    const status = await ask(...request);
    return { what, ok: status === wanted, saw: status === wanted ? String(status) : `${status}, not ${wanted}` };
  } catch (error) {
    return { what, ok: false, saw: error instanceof Error ? error.message : String(error) };
  }
};

const post = (body: unknown) => ({ method: 'POST', body: JSON.stringify(body) });

/**
 * Only what is safe: it asks how both regions are, whether a stranger is refused, whether an alert without a valid key is
 * refused (which reads the table), and, where there is a key for that, whether an alert is accepted and ended.
 */
export const smoke = async (target: SmokeTarget, ask: Ask): Promise<readonly Finding[]> => {
  const { endpoints, publicUrl, healthPath, drillKey } = target;
  const places = Object.entries({ ...endpoints, ...(publicUrl ? { 'the public address': publicUrl } : {}) });
  const entrances: readonly (readonly [string, string])[] = publicUrl ? [['the public address', publicUrl]] : places;
  const findings: Finding[] = [];
  for (const [name, url] of healthPath ? places : []) {
    findings.push(await expectStatus(ask, `${name} is well`, 200, url + healthPath));
  }
  for (const [name, url] of entrances) {
    findings.push(await expectStatus(ask, `${name} refuses a stranger`, 401, `${url}/v1/me`));
    const unknown = post({ ...EVENT, routing_key: NOBODYS_KEY });
    findings.push(await expectStatus(ask, `${name} refuses an alert of nobody's`, 400, `${url}/v2/enqueue`, unknown));
  }
  if (!drillKey) return findings;
  const [[name, url] = ['', '']] = entrances;
  for (const event_action of ['trigger', 'resolve']) {
    const event = post({ ...EVENT, routing_key: drillKey, event_action });
    findings.push(
      await expectStatus(ask, `${name} accepts a ${event_action} of the drill`, 202, `${url}/v2/enqueue`, event),
    );
  }
  return findings;
};

/** A line for each finding. */
export const smokeReport = (findings: readonly Finding[]): string =>
  findings.map(({ what, ok, saw }) => `  ${ok ? 'ok  ' : 'NOT '} ${what} (${saw})`).join('\n');
