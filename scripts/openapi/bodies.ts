import type * as v from 'valibot';
import { Input as AcknowledgeInput } from '../../functions/acknowledge-incident/handler.ts';
import { Input as NoteInput } from '../../functions/add-note/handler.ts';
import { Input as RoleInput } from '../../functions/assign-role/handler.ts';
import { Input as ScheduleCalendarInput } from '../../functions/create-schedule-calendar/handler.ts';
import { Input as UserCalendarInput } from '../../functions/create-user-calendar/handler.ts';
import { Input as DeclareInput } from '../../functions/declare-incident/handler.ts';
import { Input as EscalateInput } from '../../functions/escalate-incident/handler.ts';
import { Input as MergeInput } from '../../functions/merge-incidents/handler.ts';
import { Input as ReopenInput } from '../../functions/reopen-incident/handler.ts';
import { Input as ResolveInput } from '../../functions/resolve-incident/handler.ts';
import { Input as DrillInput } from '../../functions/start-drill/handler.ts';
import { Input as UpdateInput } from '../../functions/update-incident/handler.ts';
import { CodeInput, ContactMethodInput } from '../../shared/runtime/schemas/contact-method.ts';
import { KeyInput } from '../../shared/runtime/schemas/key.ts';
import { MaintenanceInput } from '../../shared/runtime/schemas/maintenance.ts';
import { PolicyInput, PolicyPatch } from '../../shared/runtime/schemas/policy.ts';
import { OverrideInput, ScheduleInput, SchedulePatch, SwapInput } from '../../shared/runtime/schemas/schedule.ts';
import { ServiceInput, ServicePatch } from '../../shared/runtime/schemas/service.ts';
import { TokenInput } from '../../shared/runtime/schemas/token.ts';
import { UserInput, UserPatch } from '../../shared/runtime/schemas/user.ts';

/** The body that each function takes: the very schema that validates it. A test holds this list to the handlers. */
export const BODIES: Readonly<Record<string, v.GenericSchema>> = {
  'acknowledge-incident': AcknowledgeInput,
  'add-contact-method': ContactMethodInput,
  'add-note': NoteInput,
  'assign-role': RoleInput,
  'create-key': KeyInput,
  'create-maintenance': MaintenanceInput,
  'create-override': OverrideInput,
  'create-policy': PolicyInput,
  'create-schedule-calendar': ScheduleCalendarInput,
  'create-schedule': ScheduleInput,
  'create-service': ServiceInput,
  'create-token': TokenInput,
  'create-user-calendar': UserCalendarInput,
  'create-user': UserInput,
  'declare-incident': DeclareInput,
  'escalate-incident': EscalateInput,
  'merge-incidents': MergeInput,
  'reopen-incident': ReopenInput,
  'resolve-incident': ResolveInput,
  'start-drill': DrillInput,
  'swap-shifts': SwapInput,
  'update-incident': UpdateInput,
  'update-policy': PolicyPatch,
  'update-schedule': SchedulePatch,
  'update-service': ServicePatch,
  'update-user': UserPatch,
  'verify-contact-method': CodeInput,
};

/** What a thing looks like in answers: what makes it, and what we add. By its path. */
export const RESOURCES: Readonly<Record<string, v.GenericSchema>> = {
  '/v1/policies': PolicyInput,
  '/v1/schedules': ScheduleInput,
  '/v1/services': ServiceInput,
  '/v1/users': UserInput,
};

const AT = 'An instant with an offset, such as 2026-11-23T03:00:00Z; now, if absent.';
const AFTER = 'The `next` of the page before.';
const LIMIT = 'How many, 1 to 100; 50 if absent.';
const VERSION = 'The version that is to go: 409 when there is another by now.';
const LIST = { limit: LIMIT, after: AFTER } as const;

/** What each function reads of the query, in words. */
export const QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'delete-key': { overlapMinutes: 'For how many minutes it still works; 0 if absent.' },
  'delete-policy': { version: VERSION },
  'delete-schedule': { version: VERSION },
  'delete-service': { version: VERSION },
  'delete-user': { version: VERSION },
  'get-on-call': { at: AT },
  'get-schedule-shifts': {
    from: 'The first instant of the range; now, if absent.',
    to: 'Its end, which is not part of it; 31 days later, if absent.',
  },
  'get-who-would-be-paged': { at: AT, severity: 'SEV1 to SEV4, as the incident would have; SEV3 if absent.' },
  'list-drills': { limit: 'How many, 1 to 20; 20 if absent.', after: AFTER },
  'list-incidents': { ...LIST, ended: 'A month such as 2026-11: those of it that are over. The open ones, if absent.' },
  'list-policies': LIST,
  'list-schedules': LIST,
  'list-services': LIST,
  'list-users': LIST,
};
