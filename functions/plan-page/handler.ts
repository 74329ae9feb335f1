import { escalationDeps } from '../../shared/runtime/escalation-deps.ts';
import { planPage } from '../../shared/runtime/paging/plan.ts';
import { task } from '../../shared/runtime/task.ts';

/** Paging task: what is this page to do now? */
export const handler = task(planPage, { deps: escalationDeps });
