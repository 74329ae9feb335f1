import { type AdvanceInput, advanceEscalation } from '../../functions/advance-escalation/handler.ts';
import type { ServiceUrgency } from '../../shared/domain/directory/urgency.ts';
import type { Directory } from '../../shared/domain/escalation/advance.ts';
import type { EscalationPolicy } from '../../shared/domain/escalation/policy.ts';
import type { EscalationRun } from '../../shared/domain/escalation/run.ts';
import { triggered } from '../../shared/domain/incident/fixtures/incident.ts';
import type { Page } from '../../shared/domain/paging/page.ts';
import type { PageId, PolicyId, RunId, UserId } from '../../shared/lib/ids.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import type { EscalationDeps } from '../../shared/runtime/escalation-deps.ts';
import { type PlanInput, planPage } from '../../shared/runtime/paging/plan.ts';

/** More than any run of these tests has tasks. */
const TASKS_MAX = 5000;

/** A message or a call as the paging machine would hand it over: `03:02:00 r1.0.0.ada voice +12025550101`. */
export type Sent = string;

type Task =
  | { readonly at: Instant; readonly type: 'advance'; readonly input: AdvanceInput }
  | { readonly at: Instant; readonly type: 'plan'; readonly input: PlanInput };

/** What the state machines and stores keep, in memory. */
const world = (policy: EscalationPolicy, people: Directory, at: Instant, urgency: ServiceUrgency | undefined) => {
  const incident = triggered({ policyId: policy.id, at });
  let run: EscalationRun = {
    incidentId: incident.id,
    runId: 'r1' as RunId,
    policyId: policy.id,
    status: 'running',
    ended: null,
    next: { round: 0, level: 0 },
    dueAt: at,
    baton: 1,
    startedAt: at,
    reached: [],
  };
  const pages = new Map<PageId, Page>();
  const started: PageId[] = [];
  const deps = {
    runs: {
      get: async () => run,
      save: async (next: EscalationRun) => {
        run = next;
        return true;
      },
    },
    pages: {
      begin: async (page: Page) => !pages.has(page.pageId) && pages.set(page.pageId, page) !== undefined,
      get: async (_incident: string, id: PageId) => pages.get(id),
      of: async () => [...pages.values()],
      save: async (page: Page) => pages.set(page.pageId, page) !== undefined,
      attemptsOf: async () => [],
    },
    incidents: { load: async () => ({ incident, newest: [] }) },
    directory: {
      user: async (id: UserId) => people.users.get(id),
      service: async () => ({ urgency }),
      policy: async (id: PolicyId) => (id === policy.id ? policy : undefined),
      directoryOf: async () => people,
    },
    commands: {
      reportExhausted: async () => undefined,
      tellLevel: async () => undefined,
      tellAttempts: async () => undefined,
    },
    machines: {
      start: async (_machine: string, _name: string, { pageId }: { pageId: PageId }) => void started.push(pageId),
    },
    region: 'us-east-1',
  };
  return { deps: deps as unknown as EscalationDeps, run: () => run, pages, started };
};

/**
 * What the real handlers do from an incident's beginning on, when nobody answers and every provider is well: every
 * message that they would hand over, in the order of time. Time goes from one deadline to the next.
 */
export const simulatedRun = async (
  policy: EscalationPolicy,
  people: Directory,
  at: Instant,
  urgency?: ServiceUrgency,
): Promise<readonly Sent[]> => {
  const { deps, run, pages, started } = world(policy, people, at, urgency);
  const { incidentId, runId } = run();
  const tasks: Task[] = [{ at, type: 'advance', input: { incidentId, runId, baton: 1 } }];
  const sent: Sent[] = [];
  for (let count = 0; tasks.length > 0; count += 1) {
    if (count > TASKS_MAX) throw new Error('the run does not end');
    tasks.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
    const task = tasks.shift() as Task;
    const invocation = { at: task.at, remainingMs: () => 10_000 };
    if (task.type === 'advance') {
      const before = run().reached.length;
      const output = await advanceEscalation(deps, task.input, invocation);
      // What rests is looked at every hour, for as long as nobody answers.
      if (output.action === 'wait' && run().reached.length > before) tasks.push({ ...task, at: output.until });
      for (const pageId of started.splice(0)) {
        tasks.push({ at: task.at, type: 'plan', input: { incidentId, pageId, baton: 1 } });
      }
      continue;
    }
    const output = await planPage(deps, task.input, invocation);
    const { finished: _, ...again } = task.input;
    if (output.action === 'wait') tasks.push({ type: 'plan', at: output.until, input: again });
    if (output.action === 'send') {
      const to = pages.get(task.input.pageId)?.rules[output.step]?.to;
      sent.push(`${task.at} ${task.input.pageId} ${output.channel} ${to}`);
      tasks.push({ type: 'plan', at: task.at, input: { ...again, finished: { step: output.step, sent: true } } });
    }
  }
  return sent.toSorted();
};
