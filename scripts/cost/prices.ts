/** A public list price in us-east-1, without any free allowance. us-west-2 has the same for all of these. */
export interface Price {
  readonly usd: number;
  readonly per: string;
  readonly page: string;
  /** When it was looked up; null: known and not looked up again for this list. */
  readonly seen: string | null;
}

const MILLION = 'million';
const SEEN = '2026-11-28';

const price = (usd: number, per: string, page: string, seen: string | null = null): Price => ({ usd, per, page, seen });
const aws = (service: string): string => `https://aws.amazon.com/${service}/pricing/`;

export const PRICES = {
  lambdaRequests: price(0.2, MILLION, aws('lambda'), SEEN),
  lambdaGbSeconds: price(13.3334, 'million GB-seconds on arm64', aws('lambda'), SEEN),
  httpApiRequests: price(1, MILLION, aws('api-gateway')),
  transitions: price(25, MILLION, aws('step-functions'), SEEN),
  readUnits: price(0.125, MILLION, aws('dynamodb'), SEEN),
  writeUnits: price(0.625, MILLION, aws('dynamodb'), SEEN),
  tableStorage: price(0.25, 'GB and month, in each region', aws('dynamodb'), SEEN),
  tableRecovery: price(0.2, 'GB and month, in each region', aws('dynamodb')),
  betweenRegions: price(0.02, 'GB', 'https://aws.amazon.com/ec2/pricing/on-demand/'),
  queueRequests: price(0.4, MILLION, aws('sqs')),
  events: price(1, MILLION, aws('eventbridge')),
  schedules: price(1, 'million invocations', aws('eventbridge')),
  logs: price(0.5, 'GB taken in', aws('cloudwatch'), SEEN),
  metrics: price(0.3, 'metric and month, by the hour', aws('cloudwatch'), SEEN),
  alarms: price(0.1, 'alarm and month', aws('cloudwatch'), SEEN),
  dashboards: price(3, 'dashboard and month', aws('cloudwatch'), SEEN),
  traces: price(5, MILLION, aws('xray'), SEEN),
  keys: price(1, 'key and month, in each region', aws('kms')),
  secrets: price(0.4, 'secret and month, in each region', aws('secrets-manager')),
  hostedZones: price(0.5, 'zone and month', aws('route53')),
  healthChecks: price(0.5, 'check of an AWS endpoint and month', aws('route53'), SEEN),
  healthCheckFeatures: price(1, 'HTTPS, fast interval or the like, of a check and month', aws('route53')),
  webAcls: price(5, 'web ACL and month', aws('waf'), SEEN),
  webAclRules: price(1, 'rule and month', aws('waf'), SEEN),
  webAclRequests: price(0.6, MILLION, aws('waf'), SEEN),
  trailEvents: price(1, 'million data events', aws('cloudtrail')),
  twilioTexts: price(0.0083, 'segment', 'https://www.twilio.com/en-us/sms/pricing/us', SEEN),
  carrierTexts: price(
    0.0035,
    'segment sent, of the carrier that takes most',
    'https://www.twilio.com/en-us/sms/pricing/us',
    SEEN,
  ),
  twilioCalls: price(0.014, 'minute begun', 'https://www.twilio.com/en-us/voice/pricing/us', SEEN),
  twilioNumber: price(2.15, 'toll-free number and month', 'https://www.twilio.com/en-us/sms/pricing/us', SEEN),
  pagerDutyProfessional: price(21, 'user and month, billed by the year', 'https://www.pagerduty.com/pricing/'),
  pagerDutyBusiness: price(41, 'user and month, billed by the year', 'https://www.pagerduty.com/pricing/'),
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
