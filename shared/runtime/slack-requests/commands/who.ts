import type { UserId } from '../../../lib/ids.ts';
import { whoReply } from '../../../slack/who.ts';
import type { Desk } from '../desk.ts';
import { type Reply, shown } from '../reply.ts';
import { turnsFrom } from '../turns.ts';

const nameOf = async ({ directory }: Desk, id: UserId): Promise<string> =>
  (await directory.user(id))?.name ?? '(somebody who is not there any more)';

/** `who`: who is on call now, and who is next. Everybody may ask. */
export const who = async (desk: Desk): Promise<Reply> => {
  const schedules = await desk.directory.schedules();
  const facts = schedules.map(async (schedule) => {
    const turns = turnsFrom(schedule, desk.at);
    const now = turns.find(({ from }) => from <= desk.at);
    const next = turns.find(({ from }) => from > desk.at);
    return {
      schedule: schedule.name,
      now: now ? { name: await nameOf(desk, now.userId), until: now.until } : null,
      next: next ? { name: await nameOf(desk, next.userId), from: next.from } : null,
    };
  });
  return shown(whoReply(await Promise.all(facts)));
};
