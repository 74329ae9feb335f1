/**
 * `npm run bench:load`: 1,000 incidents open at once, from alerts to 50 people at 20 a second. Nobody answers until each
 * was escalated to the second person; then half answer by SMS and half through the API. What must hold is checked, and
 * fails the run. `BENCH_INCIDENTS` and `BENCH_RATE` change its size.
 */
import { CROWD, crowdKey, LEVEL_SECONDS } from './crowd.ts';
import { type Summary, summary } from './figures.ts';
import type { ProcessStats } from './probe.ts';
import { type RegionProcess, startRegionProcess } from './region-process.ts';
import { heading, table } from './table.ts';
import { readTable, type TableContents } from './table-contents.ts';

const INCIDENTS = Number(process.env['BENCH_INCIDENTS'] || 1000);
/** New alerts a second: under what two slow cores take on the laptop (`npm run bench` measures that), so that no backlog is timed. */
const RATE = Number(process.env['BENCH_RATE'] || 20);
const ANSWERS_AT_ONCE = 20;
const WAIT_SECONDS_MAX = 600;
const RSS_MB_MAX = 400;
const PAGE_P99_MS_MAX = 2000;

interface Received {
  readonly id: string;
  readonly to: string;
  readonly body: string;
  readonly provider: string;
  readonly at_ms: number;
}

const epoch_ms = (): number => performance.timeOrigin + performance.now();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const atMost = async <T>(atOnce: number, items: readonly T[], one: (item: T) => Promise<void>): Promise<void> => {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await one(items[next++] as T);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};

const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (let waited = 0; waited < WAIT_SECONDS_MAX; waited += 1) {
    if (await isSo()) return;
    await pause(1000);
  }
  console.log(`gave up waiting for ${what} after ${WAIT_SECONDS_MAX} s`);
};

const titleOf = (body: string): string => /load-\d+/.exec(body)?.[0] ?? '';
const numberOf = (body: string): string => /INC-(\d+)/.exec(body)?.[1] ?? '';
const isPage = ({ body }: Received): boolean => body.includes(' to acknowledge, ');

/** Sends the alerts at an even rate, whatever becomes of the earlier ones. @returns when each was sent, by its title */
const sendAll = async (region: RegionProcess): Promise<ReadonlyMap<string, number>> => {
  const sent = new Map<string, number>();
  const post = async (title: string, key: string): Promise<void> => {
    sent.set(title, epoch_ms());
    const { status } = await region.client.post('/v2/enqueue', {
      routing_key: key,
      event_action: 'trigger',
      dedup_key: title,
      payload: { summary: title, source: 'bench', severity: 'critical' },
    });
    if (status !== 202) console.log(`an alert was answered with ${status}`);
  };
  const began_ms = epoch_ms();
  const posts: Promise<void>[] = [];
  for (let index = 0; index < INCIDENTS; index += 1) {
    const wait_ms = began_ms + (index * 1000) / RATE - epoch_ms();
    if (wait_ms > 1) await pause(wait_ms);
    posts.push(post(`load-${index}`, crowdKey(index % CROWD)));
  }
  await Promise.all(posts);
  return sent;
};

/** The person of the second level answers: the even ones by SMS, the odd ones through the API, one in four resolves. */
const answerAll = async (region: RegionProcess, pages: readonly Received[]): Promise<number> => {
  let refused = 0;
  await atMost(ANSWERS_AT_ONCE, pages, async ({ to, body }) => {
    const number = Number(numberOf(body));
    const resolves = number % 4 < 2;
    const { status } =
      number % 2 === 0
        ? await region.client.post(`/sandbox/phones/${to}/reply`, { body: `${number}${resolves ? 'c' : 'a'}` })
        : await region.client.post(`/v1/incidents/INC-${number}/${resolves ? 'resolve' : 'acknowledge'}`, {});
    if (status >= 300) refused += 1;
  });
  return refused;
};

const checks: { readonly what: string; readonly is: number; readonly wanted: string; readonly ok: boolean }[] = [];
const check = (what: string, is: number, wanted: string, ok: boolean): void =>
  void checks.push({ what, is, wanted, ok });
const equal = (what: string, is: number, wanted: number): void => check(what, is, String(wanted), is === wanted);

const compare = (contents: TableContents, received: readonly Received[]): void => {
  const { incidents, attempts, due, outbox } = contents;
  const pages = received.filter(isPage);
  const claims = new Set(attempts.map(({ attemptId, incidentId }) => `${incidentId} ${attemptId}`));
  const accepted = attempts.filter(({ outcome }) => outcome === 'accepted');
  const sids = new Set(accepted.map(({ sid }) => sid));
  equal('incidents in the table', incidents.length, INCIDENTS);
  equal(
    'answered (acknowledged or resolved)',
    incidents.filter(({ status }) => status !== 'triggered').length,
    INCIDENTS,
  );
  equal('pages that reached the carriers', pages.length, 2 * INCIDENTS);
  equal(
    'different person and incident among them',
    new Set(pages.map(({ to, body }) => `${to} ${numberOf(body)}`)).size,
    2 * INCIDENTS,
  );
  equal('attempts in the table', claims.size, 2 * INCIDENTS);
  equal('accepted attempts', accepted.length, 2 * INCIDENTS);
  equal('pages whose carrier id an attempt has', pages.filter(({ id }) => sids.has(id)).length, 2 * INCIDENTS);
  equal('attempts with a receipt', attempts.filter(({ receipt }) => receipt !== null).length, 2 * INCIDENTS);
  equal('deadlines left', due, 0);
  equal('effects left undone', outbox, 0);
};

const printTimes = (times: {
  readonly posted_ms: number;
  readonly paged_ms: number;
  readonly waits: Summary;
  readonly during: ProcessStats;
  readonly after: ProcessStats;
}): void => {
  const { posted_ms, paged_ms, waits, during, after } = times;
  console.log(heading(`${INCIDENTS} alerts at ${RATE} a second to ${CROWD} people, each escalated, then answered`));
  const row = (name: string, value: number, unit: string) => [name, value, unit];
  console.log(
    table(
      ['', 'measured', 'unit'],
      [
        row('all alerts accepted after', posted_ms, 'ms'),
        row('all of them paged after', paged_ms, 'ms'),
        row('pages a second', (INCIDENTS * 1000) / paged_ms, '/s'),
        row('accept to page, p50', waits.p50_ms, 'ms'),
        row('accept to page, p99', waits.p99_ms, 'ms'),
        row('event loop lag while they came, p99', during.lag_p99_ms, 'ms'),
        row('CPU until all were paged, each incident', during.cpu_ms / INCIDENTS, 'ms'),
        row('CPU afterwards, each incident', after.cpu_ms / INCIDENTS, 'ms'),
        row('memory (RSS) at most, while they came', during.rss_mb_max, 'MB'),
        row('memory (RSS) at most, afterwards', after.rss_mb_max, 'MB'),
        row('of it the heap of our own thread, at the end', after.heap_mb, 'MB'),
      ],
    ),
  );
};

const main = async (): Promise<void> => {
  const received: Received[] = [];
  let database = '';
  const region = await startRegionProcess({
    script: new URL('./load-region.ts', import.meta.url).pathname,
    // Left to itself, V8 takes what the machine has. Told this, it shows that the work fits into it.
    execArgv: ['--max-old-space-size=256', '--max-semi-space-size=16'],
    onMessage: (message) => {
      const { type } = message as { type?: string };
      if (type === 'message') received.push((message as { message: Received }).message);
      if (type === 'database') database = (message as { url: string }).url;
    },
  });
  try {
    await pause(2000);
    await region.stats();
    const began = epoch_ms();
    const sent = await sendAll(region);
    const posted_ms = epoch_ms() - began;
    const pagesOf = () => received.filter(isPage);
    await until('the first pages', () => new Set(pagesOf().map(({ body }) => titleOf(body))).size >= INCIDENTS);
    const paged_ms = Math.max(...pagesOf().map(({ at_ms }) => at_ms)) - began;
    const during = await region.stats();
    await until('the escalations', () => pagesOf().length >= 2 * INCIDENTS);
    const byIncident = new Map(pagesOf().map((page) => [numberOf(page.body), page]));
    const refused = await answerAll(region, [...byIncident.values()]);
    await pause((LEVEL_SECONDS + 20) * 1000);
    // Before the table is read whole, which is this bench's work and not the product's.
    const after = await region.stats();
    await until('the deadlines to end', async () => (await readTable(database)).due === 0);
    const first = new Map<string, number>();
    for (const { body, at_ms } of pagesOf()) if (!first.has(titleOf(body))) first.set(titleOf(body), at_ms);
    const waits = summary([...sent].map(([title, at_ms]) => (first.get(title) ?? Number.POSITIVE_INFINITY) - at_ms));
    const rss_mb = Math.max(during.rss_mb_max, after.rss_mb_max);

    printTimes({ posted_ms, paged_ms, waits, during, after });
    equal('answers refused', refused, 0);
    compare(await readTable(database), received);
    check('accept to page, p99 ms', waits.p99_ms, `< ${PAGE_P99_MS_MAX}`, waits.p99_ms < PAGE_P99_MS_MAX);
    check('memory (RSS) MB', rss_mb, `< ${RSS_MB_MAX}`, rss_mb < RSS_MB_MAX);
  } finally {
    await region.stop();
  }
  console.log(heading('What must hold'));
  console.log(
    table(
      ['', 'is', 'must be', ''],
      checks.map(({ what, is, wanted, ok }) => [what, is, wanted, ok ? 'ok' : 'FAILED']),
    ),
  );
  if (region.complaints.size > 0) {
    console.log('\nThe region said on stderr:');
    console.log(
      table(
        ['times', ''],
        [...region.complaints].map(([text, times]) => [times, text]),
      ),
    );
  }
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
};

await main();
