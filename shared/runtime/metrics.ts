import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { afterInvocation } from './after-invocation.ts';
import { once } from './environment.ts';

const metrics = once(() => new Metrics({ namespace: 'PDLite', serviceName: 'pd-lite' }));

/** What the service levels and alarms are made of: few, since metrics are most of an idle system's bill. */
export const METRICS = {
  /** Alert or declaration accepted, to page handed to the provider. */
  AcceptToPage: MetricUnit.Milliseconds,
  PagesSent: MetricUnit.Count,
  PagesUnreached: MetricUnit.Count,
  ProviderFailures: MetricUnit.Count,
  /** A breaker that opened, or is open still, since its probe failed. */
  BreakersOpened: MetricUnit.Count,
  AlertsSpilled: MetricUnit.Count,
  EscalationsExhausted: MetricUnit.Count,
  /** How long the oldest thing that the sweeper found had been waiting. */
  SweepLag: MetricUnit.Seconds,
  /** Counted by the region that is well, once a minute. */
  OtherRegionUnwell: MetricUnit.Count,
  TimeToAcknowledge: MetricUnit.Seconds,
  TimeToResolve: MetricUnit.Seconds,
} as const;

/** Written to the log in CloudWatch's embedded format when the invocation ends. */
export const measure = (name: keyof typeof METRICS, value: number): void => {
  if (!measured) afterInvocation(publish);
  measured = true;
  metrics().addMetric(name, METRICS[name], value);
};

let measured = false;

const publish = (): void => {
  measured = false;
  metrics().publishStoredMetrics();
};
