import { ASSUMED, type BillLine, billOf, HUNDREDFOLD, type Load, SEED_LOAD, totalOf } from './bill.ts';
import type { Infrastructure } from './infrastructure.ts';
import type { Counts } from './life.ts';
import { PRICES } from './prices.ts';
import { plus, type Usage } from './usage.ts';

/** A month with everything, and without what Twilio gets, may cost this at the load of the first design. */
export const TARGETS = { all: 40, withoutTwilio: 25 } as const;

const usd = (amount: number): string => (amount >= 100 ? `$${amount.toFixed(0)}` : `$${amount.toFixed(2)}`);
const rounded = (amount: number): string => String(Math.round(amount));

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const COLUMNS: readonly (readonly [keyof Usage, string])[] = [
  ['invocations', 'runs'],
  ['apiRequests', 'API'],
  ['transitions', 'transitions'],
  ['readUnits', 'read units'],
  ['writeUnits', 'write units'],
  ['indexUnits', 'of indexes'],
  ['queueRequests', 'SQS'],
  ['events', 'events'],
  ['textsOut', 'texts'],
  ['calls', 'calls'],
  ['slackCalls', 'Slack'],
];

const usageRow = (what: string, usage: Usage): string[] => [what, ...COLUMNS.map(([name]) => rounded(usage[name]))];

/** What one of each thing was counted to use: the part that a test counts again. */
export const countedTable = ({ idleHour, steps, look, healthCheck }: Counts): string =>
  table(
    ['', ...COLUMNS.map(([, title]) => title)],
    [
      ...steps.map(({ step, usage }) => usageRow(step, usage)),
      usageRow('**an incident**', plus(...steps.map(({ usage }) => usage))),
      usageRow('a look at the dashboard', look),
      ...(healthCheck ? [usageRow("a health checker's question", healthCheck)] : []),
      usageRow('an hour of nothing, in each region', idleHour),
    ],
  );

/** What is there by the plan, as far as it costs something: `check:terraform` says when the page has it otherwise. */
export const infrastructureTable = (of: Infrastructure): string =>
  table(
    ['', 'in both regions'],
    [
      ['alarms', String(of.alarms)],
      ['dashboards', String(of.dashboards)],
      ['keys', String(of.keys)],
      ['secrets with their copies', String(of.secrets)],
      ['web ACLs, and their rules', `${of.webAcls}, ${of.webAclRules}`],
      ['health checks, and their paid features', `${of.healthChecks}, ${of.healthCheckFeatures}`],
      ['requests of health checkers in a second', of.healthRequestsPerSecond.toFixed(1)],
      ['hosted zones', String(of.hostedZones)],
      ['queues that Lambda asks', String(of.polledQueues)],
    ],
  );

const billTable = (lines: readonly BillLine[]): string =>
  table(
    ['', 'a month', 'because'],
    [
      ...[...lines]
        .sort((one, other) => other.usd - one.usd)
        .map(({ what, usd: cost, because }) => [what, usd(cost), because]),
      ['**all**', `**${usd(totalOf(lines))}**`, ''],
      ["of it Twilio's", usd(totalOf(lines, 'twilio')), 'usage and a number'],
      ["of it AWS's", usd(totalOf(lines, 'aws')), ''],
    ],
  );

const loadSection = (counts: Counts, of: Infrastructure, load: Load): string => {
  const lines = billOf(counts, of, load);
  const { pagerDutyProfessional, pagerDutyBusiness } = PRICES;
  return `## ${load.incidents} incidents, ${load.incidents * 5} notifications, ${load.users} users a month
${billTable(lines)}

PagerDuty's list price for ${load.users} users: ${usd(pagerDutyProfessional.usd * load.users)} (Professional) to ${usd(pagerDutyBusiness.usd * load.users)} (Business) a month.`;
};

const verdict = (cost: number, target: number): string => (cost <= target ? 'met' : `missed by ${usd(cost - target)}`);

type Without = (of: Infrastructure) => Infrastructure;

const noFirewall: Without = (of) => ({ ...of, webAcls: 0, webAclRules: 0 });
const slowHealthChecks: Without = (of) => ({
  ...of,
  healthCheckFeatures: of.healthCheckFeatures - of.healthChecks,
  healthRequestsPerSecond: of.healthRequestsPerSecond / 3,
});

/** What can be done without, or less often, by a variable. */
const SWITCHES: readonly (readonly [what: string, without: Without])[] = [
  ['no firewall (`waf = false`)', noFirewall],
  ['health checks every 30 s (`health_check_seconds = 30`)', slowHealthChecks],
  ['both', (of) => slowHealthChecks(noFirewall(of))],
];

const targetSection = (counts: Counts, of: Infrastructure): string => {
  const lines = billOf(counts, of, SEED_LOAD);
  const [all, aws] = [totalOf(lines), totalOf(lines, 'aws')];
  const most = [...lines].sort((one, other) => other.usd - one.usd).slice(0, 5);
  const left = SWITCHES.map(([what, without]) => [what, totalOf(billOf(counts, without(of), SEED_LOAD))] as const);
  const saved = left.filter(([, less]) => less < all).map(([what, less]) => [what, usd(all - less), usd(less)]);
  const switches = saved.length === 0 ? '' : `\n\n${table(['with', 'saves', 'leaves'], saved)}`;
  return `| at ${SEED_LOAD.incidents} incidents a month | counted | target | |
| --- | --- | --- | --- |
| all in, both regions | ${usd(all)} | ${usd(TARGETS.all)} | ${verdict(all, TARGETS.all)} |
| without Twilio | ${usd(aws)} | ${usd(TARGETS.withoutTwilio)} | ${verdict(aws, TARGETS.withoutTwilio)} |

What dominates: ${most.map(({ what, usd: cost }) => `${what.toLowerCase()} ${usd(cost)}`).join(', ')}.${switches}`;
};

const priceTable = (): string =>
  table(
    ['price', '$', 'per', 'seen'],
    Object.entries(PRICES).map(([name, { usd: cost, per, page, seen }]) => [
      `[${name}](${page})`,
      String(cost),
      per,
      seen ?? 'not again',
    ]),
  );

/** The whole page. `made` is the day. */
export const costPage = (counts: Counts, of: Infrastructure, made: string): string => `# What it costs

Made by \`npm run cost\` on ${made}; not by hand. What an incident uses is counted on the laptop region: the real functions, state machines and clients.
What is there by the month is counted from Terraform's plan of both regions. Both are multiplied by AWS's list prices, without any
free allowance. **It is no bill**: nothing of this has run in AWS yet.

${targetSection(counts, of)}

${loadSection(counts, of, SEED_LOAD)}

${loadSection(counts, of, HUNDREDFOLD)}

## What was counted
An incident here goes through both levels: a text and a call that nobody answers, a text and a call to the next, an answer by text, a note in Slack, and the end in the
dashboard: five notifications. What the schedules use all the time is taken off.

${countedTable(counts)}

It leaves ${(counts.storedBytes / 1000).toFixed(0)} kB in the table.

## What is there
${infrastructureTable(of)}

## What is assumed
- A run of a function takes ${ASSUMED.secondsOfARun} s of Lambda's time now and then, with its cold start, and ${ASSUMED.secondsOfAWarmRun} s when it runs all the time; it writes ${ASSUMED.logBytesOfARun} bytes of log, or ${ASSUMED.logBytesOfAQuietRun} without its start and its report.
- Each user looks at the dashboard for ${ASSUMED.dashboardHoursOfAUser} hours a month; it asks every ${ASSUMED.dashboardSeconds} s while somebody looks.
- Lambda asks a queue with ${ASSUMED.pollersOfAQueue} requests at a time, which wait for ${ASSUMED.pollSeconds} s when it is empty.
- A write of the table is billed in both regions, and so is each of its index entries; the witness is not billed. Idempotency records are of one region.
- Every run of a function that is traced is a trace that X-Ray records; of what runs more than once a second, the first of each second and a twentieth of the rest.
- A call is of ${ASSUMED.minutesOfACall} minute, a text of one segment, and every carrier takes what the dearest takes.
- The table has been filling for ${ASSUMED.monthsKept} months.
- Left out, since they are cents: traffic, S3, KMS requests, the archive of the bus, e-mail. CloudFront and Cognito have allowances that do not end.

## Prices
${priceTable()}
`;
