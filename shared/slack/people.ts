import { actions, type Block, button, type SlackMessage, say, section } from './blocks.ts';
import { inline } from './escape.ts';
import { name } from './incident-words.ts';
import { ACTIONS, COMMAND } from './names.ts';

const EMAIL_MAX = 254;

const unknownText = (email: string | null): string =>
  email === null
    ? 'PD Lite does not know you yet.'
    : `PD Lite knows nobody with the e-mail address ${inline(email, EMAIL_MAX)}.`;

/** Says to somebody that they are not known here, and how they come to be. */
export const unknownBlocks = (email: string | null): Block[] => [
  section(`${unknownText(email)}\nAsk to be added: an admin does it with one click. Then try again.`),
  actions('unknown-user', [button(ACTIONS.askToBeAdded, 'Ask to be added', '', 'primary')]),
];

/** For somebody whom PD Lite does not know, or not by the e-mail address that Slack has. */
export const unknownUser = (email: string | null): SlackMessage => ({
  text: `${unknownText(email)} Nothing was done.`,
  blocks: unknownBlocks(email),
});

/** A Slack user's mention; anything that is no id of Slack's is not made one. */
const mention = (slackUserId: string): string =>
  /^[UW][A-Z0-9]{1,30}$/.test(slackUserId) ? `<@${slackUserId}>` : '(unknown)';

/** For admins: somebody wants to be added. The button's value is the person's Slack id. */
export const addUserRequest = (slackUserId: string, person: string, email: string | null): SlackMessage => ({
  text: `${name(person)} asks to be added to PD Lite.`,
  blocks: [
    section(
      `*${mention(slackUserId)} asks to be added to PD Lite.*\n${name(person)}  ·  ${email === null ? 'no e-mail address' : inline(email, EMAIL_MAX)}\nThey become a responder: they can use \`${COMMAND}\` and be paged in Slack.`,
    ),
    actions('add-user', [button(ACTIONS.addUser, 'Add as responder', slackUserId, 'primary')]),
  ],
});

/** To whoever asked, and again when it is done. */
export const askedToBeAdded = (): SlackMessage =>
  say('Your request went to the admins. You get a message here once you are added.');

export const addedUser = (): SlackMessage =>
  say(`You are in PD Lite now. \`${COMMAND} help\` shows what you can do; the app's Home tab shows how you are paged.`);

export const notAnAdmin = (): SlackMessage => say('Only an admin of PD Lite can do this. Nothing was done.');
