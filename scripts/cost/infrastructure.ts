import type { Plan, ResourceChange, Values } from '../terraform/plan.ts';

/** What costs something by being there, counted from a plan of both regions. */
export interface Infrastructure {
  readonly alarms: number;
  readonly dashboards: number;
  readonly keys: number;
  readonly secrets: number;
  readonly hostedZones: number;
  readonly webAcls: number;
  readonly webAclRules: number;
  readonly healthChecks: number;
  readonly healthCheckFeatures: number;
  /** Requests that health checkers make in a second, of all checks together. */
  readonly healthRequestsPerSecond: number;
  /** Queues that Lambda receives from. */
  readonly polledQueues: number;
  /** Whether each run of what runs all the time is traced and logs its start and end. */
  readonly tracesHealthChecks: boolean;
  readonly tracesSchedules: boolean;
}

/** The eight regions that Route 53 checks from; each has about two checkers. */
const CHECKER_REGIONS = 8;
const CHECKERS_OF_A_REGION = 2;
const FAST_SECONDS = 10;

const checksEndpoint = ({ type }: Values): boolean => /^(HTTP|HTTPS|TCP)/.test(String(type));

const featuresOf = (check: Values): number =>
  [
    String(check['type']).startsWith('HTTPS'),
    String(check['type']).endsWith('STR_MATCH'),
    Number(check['request_interval']) === FAST_SECONDS,
    check['measure_latency'] === true,
  ].filter(Boolean).length;

const requestsPerSecond = (check: Values): number =>
  ((check['regions']?.length || CHECKER_REGIONS) * CHECKERS_OF_A_REGION) / Number(check['request_interval'] ?? 30);

const isTraced = (lambda: ResourceChange): boolean => lambda.change.after?.['tracing_config']?.[0]?.mode === 'Active';

/** Reads a plan in which everything is yet to be made. */
export const infrastructureOf = (plan: Plan): Infrastructure => {
  const managed = plan.resource_changes.filter(({ mode }) => mode === 'managed');
  const of = (type: string): Values[] =>
    managed.filter((resource) => resource.type === type).map(({ change }) => change.after ?? {});
  const lambdas = managed.filter(({ type }) => type === 'aws_lambda_function');
  const traced = (...names: readonly string[]): boolean =>
    lambdas.some((lambda) => names.includes(String(lambda.index)) && isTraced(lambda));
  const checks = of('aws_route53_health_check').filter(checksEndpoint);
  const sum = (values: readonly Values[], figure: (value: Values) => number): number =>
    values.reduce((total, value) => total + figure(value), 0);
  return {
    alarms: of('aws_cloudwatch_metric_alarm').length,
    dashboards: of('aws_cloudwatch_dashboard').length,
    keys: of('aws_kms_key').length + of('aws_kms_replica_key').length,
    secrets: sum(of('aws_secretsmanager_secret'), ({ replica }) => 1 + (replica?.length ?? 0)),
    hostedZones: of('aws_route53_zone').length,
    webAcls: of('aws_wafv2_web_acl').length,
    webAclRules: sum(of('aws_wafv2_web_acl'), ({ rule }) => rule?.length ?? 0),
    healthChecks: checks.length,
    healthCheckFeatures: sum(checks, featuresOf),
    healthRequestsPerSecond: sum(checks, requestsPerSecond),
    polledQueues: of('aws_lambda_event_source_mapping').length,
    tracesHealthChecks: traced('health'),
    tracesSchedules: traced('sweep'),
  };
};
