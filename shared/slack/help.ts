import { type SlackMessage, say } from './blocks.ts';
import { inline } from './escape.ts';
import { COMMAND } from './names.ts';

const LINES = [
  ['declare checkout is down', 'opens an incident, and pages'],
  ['ack', 'you have it; paging stops'],
  ['escalate', 'pages more people now'],
  ['update', 'says what is known, and when the next word comes'],
  ['severity 2', 'changes the severity (1 is the worst)'],
  ['assign commander @ada', 'gives a role: commander, communications, scribe'],
  ['note restarted worker 3', 'adds to the timeline'],
  ['page @ada', 'pages a person, a schedule or a service'],
  ['resolve', 'it is over'],
  ['merge INC-3', 'this incident goes on in INC-3'],
  ['who', 'who is on call, now and next'],
  ['list', 'open incidents'],
  ['timeline', 'what happened so far'],
] as const;

/** `/incident help`. */
export const helpReply = (): SlackMessage =>
  say(
    [
      `*What \`${COMMAND}\` can do*`,
      ...LINES.map(([typed, does]) => `\`${COMMAND} ${typed}\`  ${does}`),
      `In an incident's channel it is about that incident. Elsewhere name it first: \`${COMMAND} ack INC-7\`.`,
    ].join('\n'),
  );

const WORD_MAX = 40;

/** For a word that is no command: what was probably meant, and where to find the rest. */
export const unknownCommandReply = (word: string, suggestion: string | null): SlackMessage => {
  const first = `I do not know “${inline(word, WORD_MAX)}”. Nothing was done.`;
  return say(
    suggestion === null
      ? `${first} \`${COMMAND} help\` shows what there is; \`${COMMAND} declare\` opens an incident.`
      : `${first} Did you mean \`${COMMAND} ${suggestion}\`?`,
  );
};
