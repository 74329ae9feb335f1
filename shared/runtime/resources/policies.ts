import type { EscalationPolicy } from '../../domain/escalation/policy.ts';
import type { PolicyId } from '../../lib/ids.ts';
import { resource } from '../http/resource.ts';
import { PolicyInput, PolicyPatch } from '../schemas/policy.ts';
import type { ConfigDeps } from './deps.ts';
import { missingTargets, openIncidents, servicesOf, targetsOf } from './references.ts';

/** Escalation policies: who is paged, in which order, and for how long each has time. */
export const POLICIES = resource<ConfigDeps, EscalationPolicy>()({
  noun: 'policy',
  path: '/v1/policies',
  input: PolicyInput,
  patch: PolicyPatch,
  store: ({ config }) => config.policies,
  make: (input, id) => ({ ...input, id: id as PolicyId, version: 1 }),
  view: (policy) => policy,
  problems: ({ config }, policy) => missingTargets(config, targetsOf(policy)),
  // An escalation reads its policy at every level: one that is under way needs it too.
  referrers: async ({ config, reads }, { id }) => [
    ...(await servicesOf(config, id)),
    ...(await openIncidents(reads, (incident) => incident.policyId === id)),
  ],
});
