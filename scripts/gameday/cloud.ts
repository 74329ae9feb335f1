import { setTimeout as pause } from 'node:timers/promises';
import { fromEpochMs } from '../../shared/lib/instant.ts';
import type { Manifest } from '../manifest.ts';
import type { Stage } from './run.ts';

const LOOK_MS = 2000;
const WAIT_MS_MAX = 15 * 60_000;
const SILENCE_MS = 6 * 60_000;
const ANSWER_MS_MAX = 10_000;

export interface CloudOptions {
  readonly primary: string;
  readonly secondary: string;
  /** Where the world reaches both regions. */
  readonly url: string;
  /** An API token of a responder. */
  readonly token: string;
  /** The integration key of a service that pages who takes part in the game day. */
  readonly key: string;
  readonly manifest: Manifest;
  readonly say: (text: string) => void;
  /** Ends the game day when the answer is no. */
  readonly confirm: (question: string) => Promise<void>;
}

/** The commands that stop every function of a region: nothing of it runs any more, as if it were gone. */
export const stopCommands = ({ manifest, primary }: Pick<CloudOptions, 'manifest' | 'primary'>): string =>
  Object.keys(manifest.functions)
    .map(
      (name) =>
        `aws lambda put-function-concurrency --region ${primary} --function-name pd-lite-${name} --reserved-concurrent-executions 0`,
    )
    .join('\n');

/** What undoes them; `npm run deploy` gives the lanes their concurrency back. */
export const startCommands = ({ manifest, primary }: Pick<CloudOptions, 'manifest' | 'primary'>): string =>
  Object.keys(manifest.functions)
    .map((name) => `aws lambda delete-function-concurrency --region ${primary} --function-name pd-lite-${name}`)
    .join('\n');

/** Real regions. It sends the alert and measures; what takes a region away is printed, and done by people. */
export const cloudStage = (options: CloudOptions): Stage => {
  const { primary, secondary, url, token, key, say, confirm } = options;
  const title = `Game day ${new Date().toISOString().slice(0, 16)}`;
  const call = async (path: string, body?: unknown) => {
    const answer = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    if (!answer.ok) throw new Error(`${path} was answered by ${answer.status}`);
    return answer.json();
  };
  const incidentOfToday = async (): Promise<string> => {
    const { items } = (await call('/v1/incidents?limit=20')) as { items: { title: string; number: number }[] };
    const found = items.find((incident) => incident.title.includes(title));
    if (!found) throw new Error(`no incident is called "${title}"`);
    return `INC-${found.number}`;
  };
  return {
    where: url,
    primary,
    secondary,
    lookMs: LOOK_MS,
    waitMsMax: WAIT_MS_MAX,
    now: async () => fromEpochMs(Date.now()),
    alert: async () => {
      await confirm(`An alert called "${title}" pages real people, of the service that the key belongs to. Send it?`);
      const payload = { summary: title, source: 'game day', severity: 'critical' };
      await call('/v2/enqueue', { routing_key: key, event_action: 'trigger', payload });
      return incidentOfToday();
    },
    // The entrance moves while a region goes: what cannot be asked now is asked again.
    timeline: async (incident) =>
      call(`/v1/incidents/${incident}/timeline`).then(
        ({ items }) => items,
        () => [],
      ),
    takeAway: async () => {
      say(`\nIn another terminal, all at once:\n\n${stopCommands(options)}\n`);
      await confirm(`Is ${primary} stopped?`);
    },
    acknowledge: async (incident) => void (await call(`/v1/incidents/${incident}/acknowledge`, {})),
    letTimePass: () => pause(SILENCE_MS),
    bringBack: async () => {
      say(`\nTo bring ${primary} back:\n\n${startCommands(options)}\n\nand then: npm run deploy\n`);
      await confirm(`Is ${primary} back?`);
    },
  };
};
