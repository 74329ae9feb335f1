import type { E164 } from '../../shared/lib/ids.ts';

/** As many people, each with a policy, a service and a monitor of their own. */
export const CROWD = 50;

/** Long enough that the whole burst is taken in before its first escalation. */
export const LEVEL_SECONDS = 60;

export const crowdUser = (index: number): string => `responder-${index}`;
export const crowdKey = (index: number): string => `crowd-key-${index}`;
export const crowdPhone = (index: number): E164 => `+1202556${String(1000 + index)}` as E164;
