import type { Exhausted, IncidentLabel } from '../domain/paging/message-texts.ts';
import type { IncidentId } from '../lib/ids.ts';
import { actions, button, type SlackMessage, section } from './blocks.ts';
import { EMOJI } from './emoji.ts';
import { bold, incidentKey, titleOf } from './incident-words.ts';
import { ACTIONS } from './names.ts';
import { clock } from './when.ts';

const exhaustedText = ({ why, at }: Exhausted): string =>
  why === 'nobody-to-page'
    ? `${EMOJI.alarm} *NOBODY HAS THIS.* No one could be paged (${clock(at)}).`
    : `${EMOJI.alarm} *NOBODY HAS THIS.* Everyone was paged until ${clock(at)} and nobody answered.`;

/**
 * A page as a message, with the answers as buttons. `exhausted` when it is for the contact of last resort. In a channel it
 * speaks to nobody in particular.
 */
export const pageMessage = (
  label: IncidentLabel,
  incidentId: IncidentId,
  exhausted: Exhausted | null,
  to: 'person' | 'channel' = 'person',
): SlackMessage => {
  const what = `*${incidentKey(label.number)}*  ·  *${label.severity}*  ·  ${bold(label.service)}`;
  const calling = to === 'person' ? '*You are being paged.*' : '*Nobody has this yet.*';
  const first = exhausted ? exhaustedText(exhausted) : `${EMOJI.paging} ${calling}`;
  const shortly = to === 'person' ? 'You are paged:' : 'Nobody has this yet:';
  const loud = exhausted ? `${EMOJI.alarm} NOBODY HAS` : `${EMOJI.paging} ${shortly}`;
  return {
    text: `${loud} ${incidentKey(label.number)} ${label.severity} ${titleOf(label)}`,
    blocks: [
      section(`${first}\n${what}\n${titleOf(label)}`),
      actions('page', [
        button(ACTIONS.acknowledge, 'Acknowledge', incidentId, 'primary'),
        button(ACTIONS.escalate, 'Escalate', incidentId),
        button(ACTIONS.resolve, 'Resolve', incidentId),
      ]),
    ],
  };
};
