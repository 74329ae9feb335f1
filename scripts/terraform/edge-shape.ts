import { ADDRESSES, FILES } from '../local/dashboard.ts';
import { triggersOf } from '../local/manifest.ts';
import { REFERENCE_PATHS } from '../local/reference.ts';
import type { Manifest } from '../manifest.ts';
import type { Plan, Values } from './plan.ts';

/** The edge as it is planned, as far as it goes by the manifest. */
interface Edge {
  /** `/v1/*`: what goes to the API; everything else is a file. */
  readonly apiPatterns: readonly string[];
  /** What the firewall takes for machines': these it counts, and lets rules for people alone. */
  readonly machinePrefixes: readonly string[];
  /** Rules of the firewall that would look into a machine's request. */
  readonly unscoped: readonly string[];
}

const afterOf = (plan: Plan, address: string): Values =>
  plan.resource_changes.find((change) => change.address === address)?.change.after ?? {};

/** Whether a rule leaves alone what the firewall labelled as a machine's, or is the one that labels or counts them. */
const isScoped = ({ name, statement: [statement] }: Values): boolean => {
  if (name === 'machines') return true;
  const scope = (statement.managed_rule_group_statement?.[0] ?? statement.rate_based_statement?.[0])
    ?.scope_down_statement?.[0];
  const label = (name === 'machines-rate' ? scope : scope?.not_statement?.[0]?.statement?.[0])
    ?.label_match_statement?.[0];
  return label?.key === 'pd-lite:machine';
};

const edgeOf = (plan: Plan): Edge => {
  const behaviors: Values[] = afterOf(plan, 'aws_cloudfront_distribution.front[0]')['ordered_cache_behavior'] ?? [];
  const rules: Values[] = afterOf(plan, 'aws_wafv2_web_acl.front[0]')['rule'] ?? [];
  const machines = rules.find(({ name }) => name === 'machines');
  const statements: Values[] = machines?.['statement'][0].or_statement[0].statement ?? [];
  return {
    apiPatterns: behaviors.filter((one) => one['target_origin_id'] === 'api').map((one) => one['path_pattern']),
    machinePrefixes: statements.map(({ byte_match_statement }) => byte_match_statement[0].search_string),
    unscoped: rules.filter((rule) => !isScoped(rule)).map(({ name }) => name),
  };
};

const isUnder = (path: string, pattern: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;

const wayProblems = (edge: Edge, paths: readonly string[]): string[] => {
  const toApi = (path: string): boolean => edge.apiPatterns.some((pattern) => isUnder(path, pattern));
  const files = [...ADDRESSES, ...FILES, ...REFERENCE_PATHS].map((path) => path.replace('*', 'x'));
  return [
    ...paths.filter((path) => !toApi(path)).map((path) => `CloudFront looks for a file at ${path}`),
    ...files.filter(toApi).map((path) => `CloudFront asks the API for the file ${path}`),
    ...edge.apiPatterns
      .filter((pattern) => !paths.some((path) => isUnder(path, pattern)))
      .map((pattern) => `CloudFront sends ${pattern} to the API, which has nothing there`),
  ];
};

/** Where CloudFront or its firewall would treat a route as something that the manifest does not say it is, in words. */
export const edgeProblems = (plan: Plan, manifest: Manifest): string[] => {
  const edge = edgeOf(plan);
  const routes = triggersOf(manifest, 'http').map(({ trigger }) => trigger);
  const isMachines = (path: string): boolean => edge.machinePrefixes.some((prefix) => path.startsWith(prefix));
  const senders = routes.filter(({ role, method }) => role === 'public' && method === 'POST');
  return [
    ...wayProblems(
      edge,
      routes.map(({ path }) => path),
    ),
    ...senders
      .filter(({ path }) => !isMachines(path))
      .map(({ path }) => `the firewall would read what is sent to ${path}`),
    ...routes
      .filter(({ role, path }) => role !== 'public' && isMachines(path))
      .map(({ path }) => `the firewall lets people's ${path} by as if a machine had sent it`),
    ...edge.unscoped.map((name) => `the firewall's rule ${name} looks into what machines send`),
  ];
};
