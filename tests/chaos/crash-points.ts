import type { CrashPoint } from './crash-hook.ts';

const before = (request: string, ...body: string[]): CrashPoint => ({ when: 'before', request, body });
const after = (request: string, ...body: string[]): CrashPoint => ({ when: 'after', request, body });

const PUT = 'DynamoDB_20120810.PutItem';
const UPDATE = 'DynamoDB_20120810.UpdateItem';
const START = 'AWSStepFunctions.StartExecution';
const HEAD = '"sk":{"S":"now"}';
const RUN = '"sk":{"S":"run#r1"}';
const PAGE = '"sk":{"S":"page#';
const ATTEMPT = '"sk":{"S":"attempt#';

/** Every point of the paging path at which the process may die, by the request that is about to be sent or was. */
export const AT = {
  theAlertsCommit: before(PUT, '"sk":{"S":"log#00000001"}'),
  theHead: before(PUT, HEAD, '"version":{"N":"1"}'),
  theRun: before(PUT, RUN),
  theStartOfTheEscalation: before(START, ':pd-lite-escalation"'),
  theEndOfTheEffects: before(UPDATE, '"log#00000001"', 'outboxPk'),
  thePage: before(PUT, PAGE),
  theStartOfThePage: before(START, ':pd-lite-paging"'),
  theSavingOfTheRun: { ...before(PUT, RUN), nth: 2 },
  theClaim: before(PUT, ATTEMPT),
  theFence: before(UPDATE, 'fencedAt'),
  theText: before('POST /_twilio', 'Body='),
  theTextsRecord: after('POST /_twilio', 'Body='),
  theTextsReceipt: before(UPDATE, ATTEMPT, '":receipt":{"M"'),
  theMoveToTheNextRule: before(PUT, PAGE, '"step":{"N":"1"}'),
  theMoveToTheNextRulesRecord: after(PUT, PAGE, '"step":{"N":"1"}'),
  theCall: before('POST /_twilio', 'StatusCallbackEvent='),
  theCallsRecord: after('POST /_twilio', 'StatusCallbackEvent='),
  theFallback: before(PUT, ATTEMPT, '.sns.0"'),
  theFallbacksRecord: after('POST /_sns'),
  theFallbackContact: before(PUT, '"sk":{"S":"page#r1.fallback.'),
  theFenceOfTheAnswer: before(PUT, HEAD, '"fence":{"S":"none"}'),
  theSlackPage: before('POST /_slack/api/chat.postMessage', 'channel=U0'),
  theSlackPagesRecord: after('POST /_slack/api/chat.postMessage', 'channel=U0'),
  theChannel: before('POST /_slack/api/conversations.create'),
  theChannelsRecord: after('POST /_slack/api/conversations.create'),
  theCardsRecord: after('POST /_slack/api/chat.postMessage', 'take-command'),
  theAnnouncementsRecord: after('POST /_slack/api/chat.postMessage', 'channel=C0INCIDENTS'),
  theTakeOver: before(START, '-r1-2"'),
} as const satisfies Record<string, CrashPoint>;
