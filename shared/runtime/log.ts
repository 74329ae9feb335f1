import { Logger } from '@aws-lambda-powertools/logger';
import { once } from './environment.ts';

/**
 * Every message that can be in a log, so that a search for its code finds all of its kind. What goes with it are ids,
 * counts and error names: never a phone number, a title, a body or a name (a test looks).
 */
export const LOG_CODES = {
  'audit.not-told': 'a change of configuration stands, and the audit was not told of it: it is in this log alone',
  'request.failed': 'a request ended in an error of ours',
  'task.failed': 'a state machine task ended in an error',
  'effects.incomplete': 'a commit stands, but not all of its effects are done: the sweeper will do them',
  'alert.spilled': 'the table could not be written: alerts went to the queue',
  'alert.key-unknown': 'an alert came in late whose integration key is unknown: it is dropped',
  'alert.late-failed': 'an alert from the queue could not be taken in: it stays there',
  'escalation.first-level-left': 'whoever opened an incident could not page its first level: its execution does',
  'escalation.level-skipped': 'a level had somebody or everybody skipped',
  'escalation.exhausted': 'every round went by unanswered',
  'escalation.nobody-told': 'an escalation is exhausted and no fallback contact could be told',
  'page.withheld': 'somebody had answered: a send was withheld',
  'page.unreached': 'no rule of a page reached its channel',
  'page.plan-left': 'what follows a good receipt could not be planned with it: a task of its own does',
  'page.place-untold': 'a channel or a webhook of a level could not be told',
  'page.outcome-unknown': 'a provider did not say whether it sent a page',
  'provider.failed': 'a provider did not take a page',
  'webhook.failed': 'an address that a policy tells did not take it',
  'breaker.opened': 'a circuit breaker opened',
  'sweep.done': 'a sweep ended',
  'sweep.item-failed': 'one thing of a sweep failed: the next sweep tries it again',
  'slack.call-failed': 'Slack did not do what it was asked',
  'slack.sync-failed': 'the place of an incident in Slack could not be brought in line: it is tried again',
  'slack.sync-not-queued': 'a try in Slack could not be queued: the schedule will see to it',
  'slack.group-refused': 'Slack refused a user group: it is not asked again for an hour',
  'slack.given-up': 'something in Slack has failed for a day and is not tried again by itself',
  'slack.budget-unknown': 'the rate budgets could not be read: Slack is asked all the same',
  'slack.request-unreadable': 'a request of the Slack queue could not be read: the queue puts it aside',
  'slack.request-failed': 'what somebody did in Slack could not be done: the queue brings it again',
  'slack.name-unknown': 'a button, modal or shortcut that is not ours: nothing is done',
  'slack.answer-lost': 'somebody could not be answered in Slack: what was done stands',
  'slack.not-queued': 'what somebody did in Slack could not be put onto the queue: they are told',
  'slack.view-not-opened': 'a modal could not be opened at once: the worker answers without it',
  'contact.code-not-sent': 'a code could not be sent to an address: whoever asked is told',
  'github.failed': 'GitHub did not do what it was asked at a sign-in',
  'sign-in.break-glass': 'somebody used an account that is for emergencies',
  'reachability.errors': 'somebody who should be reached is not: it is told in the team channel, once a day',
  'reachability.not-told': 'the team channel could not be told who is not reached',
  'shift.failed': 'the hand-overs of a schedule could not be told: the next minute tries it again',
  'shift.not-told': 'somebody could not be told in Slack that their shift began or ended',
  'region.unwell': 'the other region does not say that it is well',
  'origin.refused': 'a request that did not come through CloudFront was refused',
  'signature.refused': 'a webhook with a wrong signature was refused',
} as const;

type Facts = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;

const logger = once(() => new Logger({ serviceName: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'pd-lite' }));

const PLACE = /^ {4}at .+:\d+:\d+\)?$/;

/** An error as a log may keep it: its name and where it was thrown, without its message, which may quote data. */
export const errorFacts = (error: unknown): Facts => {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const trace = (error.stack ?? '').replace(error.message, '').split('\n');
  return { errorName: error.name, errorAt: trace.find((line) => PLACE.test(line))?.trim() ?? null };
};

const write =
  (level: 'info' | 'warn' | 'error') =>
  (code: keyof typeof LOG_CODES, facts: Facts = {}): void =>
    logger()[level]({ message: LOG_CODES[code], code, ...facts });

export const log = { info: write('info'), warn: write('warn'), error: write('error') };
