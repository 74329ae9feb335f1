import { element } from './dom.js';
import { emojiOf } from './mrkdwn.js';
import { blockElements } from './slack-blocks.js';
import { markdown } from './slack-text.js';

const SHORTCUTS = [
  ['declare_from_message', 'Declare an incident'],
  ['add_to_timeline', 'Add to the timeline'],
];
const PIN = 'pushpin';

export const initials = (name) => name.replace(/(\p{L})\p{L}*\s*/gu, '$1').slice(0, 2);

/** The round picture of a person, or the square one of an app. */
export const avatar = (user) =>
  element('span', {
    className: `slack-avatar${user?.isBot ? ' is-app' : ''}`,
    'aria-hidden': 'true',
    'data-tone': String(toneOf(user?.id ?? '')),
    text: initials(user?.name ?? '?'),
  });

const toneOf = (id) => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 5;

const timeOf = (instant) => new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** What a message says: its blocks, or its text. */
export const messageBody = (message, context) => {
  const use = (used) => context.useIn({ messageId: message.id }, used);
  const { names, people } = context;
  const body = message.blocks.length > 0 ? blockElements(message.blocks, { names, people: people(), use }) : undefined;
  return element('div', { className: 'slack-body' }, body ?? [textBody(message.text, names)]);
};

const textBody = (text, names) => element('div', { className: 'slack-text' }, markdown(text, names));

/**
 * One message in the log.
 * @param isCompact it goes on what the same person said just before
 */
export const messageElement = (message, context, isCompact) => {
  const about = { 'data-testid': 'slack-message', 'data-message-id': message.id };
  if (message.subtype) {
    return element('li', { ...about, className: 'slack-message is-system' }, [
      element('span', { className: 'slack-system' }, markdown(message.text, context.names)),
      element('time', { datetime: message.at, text: timeOf(message.at) }),
    ]);
  }
  const author = context.user(message.user);
  const head = element('p', { className: 'slack-message-head' }, [
    element('strong', { text: author?.name ?? message.user }),
    ...(author?.isBot ? [element('span', { className: 'slack-app-badge', text: 'APP' })] : []),
    element('time', { datetime: message.at, text: timeOf(message.at) }),
    ...(message.editedTs ? [element('span', { className: 'hint', text: '(edited)' })] : []),
  ]);
  const only = message.visibleTo ? [element('p', { className: 'slack-only', text: 'Only visible to you' })] : [];
  const main = element('div', { className: 'slack-message-main' }, [
    ...only,
    ...(isCompact ? [] : [head]),
    messageBody(message, context),
    ...reactions(message, context),
  ]);
  const classes = ['slack-message', isCompact ? 'is-compact' : '', message.visibleTo ? 'is-ephemeral' : ''];
  return element('li', { ...about, className: classes.filter(Boolean).join(' ') }, [
    isCompact ? element('span', { className: 'slack-gutter' }) : avatar(author),
    main,
    ...(message.visibleTo ? [] : [tools(message, context)]),
  ]);
};

const reactions = (message, context) =>
  message.reactions.length === 0
    ? []
    : [
        element(
          'div',
          { className: 'slack-reactions' },
          message.reactions.map(({ name, users }) =>
            element('span', {
              className: 'slack-reaction',
              title: users.map((id) => context.user(id)?.name ?? id).join(', '),
              text: `${emojiOf(name) ?? `:${name}:`} ${users.length}`,
            }),
          ),
        ),
      ];

/** What can be done with a message: react with a pushpin, or use one of the app's shortcuts. */
const tools = (message, context) => {
  const pin = element('button', {
    className: 'slack-tool',
    type: 'button',
    title: 'React with a pushpin: it goes onto the timeline',
    'aria-label': 'React with a pushpin',
    'data-testid': 'slack-react-pushpin',
    text: '📌',
  });
  pin.addEventListener('click', () => context.react(message, PIN));
  const menu = element('details', { className: 'slack-more' }, [
    element('summary', { className: 'slack-tool', 'aria-label': 'More actions', title: 'More actions', text: '⋯' }),
  ]);
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (!menu.contains(relatedTarget)) menu.open = false;
  });
  const choices = SHORTCUTS.map(([callbackId, name]) => {
    const made = element('button', { type: 'button', text: name, 'data-testid': `slack-shortcut-${callbackId}` });
    made.addEventListener('click', () => {
      menu.open = false;
      context.shortcut(message, callbackId);
    });
    return made;
  });
  menu.append(element('div', { className: 'slack-more-list' }, choices));
  return element('div', { className: 'slack-tools' }, [pin, menu]);
};
