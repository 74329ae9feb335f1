import { addUserRequest, askedToBeAdded } from '../../../slack/people.ts';
import type { Desk } from '../desk.ts';
import { slackProfile } from '../person.ts';
import { type Reply, shown, words } from '../reply.ts';

const POST_MS = 5000;

/** Somebody whom PD Lite does not know asks to be added: where incidents are announced, for an admin to press. */
export const askToBeAdded = async (desk: Desk, _pressed: unknown): Promise<Reply> => {
  if (await desk.directory.userOfSlack(desk.slackId))
    return words('PD Lite knows you already. Try again what you wanted.');
  const profile = await slackProfile(desk, desk.slackId);
  if (!profile) return words('Slack did not say who you are, so nobody was asked. Try it again in a moment.');
  let isAsked = true;
  await desk
    .once(`ask-to-be-added ${desk.slackId}`, async () => {
      const channel = desk.announceChannel;
      const { text, blocks } = addUserRequest(desk.slackId, profile.name, profile.email);
      const args = { channel, text, blocks: [...blocks] };
      isAsked = (await desk.slack.call('chat.postMessage', args, { channel, lane: 'person', withinMs: POST_MS })).ok;
      if (!isAsked) throw new NotAskedError();
    })
    .catch((error: unknown) => {
      if (!(error instanceof NotAskedError)) throw error;
    });
  return isAsked
    ? shown(askedToBeAdded())
    : words('Slack did not take the request to the admins. Try it again in a moment, or ask one of them yourself.');
};

class NotAskedError extends Error {
  override readonly name = 'NotAskedError';
}
