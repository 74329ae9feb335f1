import { useAll, useApi } from './data.ts';
import type { Named, OnCall, User } from './types.ts';

/** Somebody, or a schedule, that can be paged by name. */
export interface TargetChoice extends Named {
  readonly type: 'user' | 'schedule';
}

/** Whom one can ask for: everybody, and who is on call in a schedule. */
export const useTargets = (): readonly TargetChoice[] => {
  const users = useAll<User>('/v1/users');
  const onCall = useApi<OnCall>('/v1/oncall');
  const schedules = (onCall.data?.items ?? []).map(({ schedule, onCall: now }) => ({
    type: 'schedule' as const,
    id: schedule.id,
    name: `${schedule.name}${now ? ` (${now.name})` : ' (nobody now)'}`,
  }));
  const people = (users.data ?? []).map(({ id, name }) => ({ type: 'user' as const, id, name }));
  return [...schedules, ...people];
};
