import { element } from './dom.js';
import { dateText, parseMrkdwn } from './mrkdwn.js';

/**
 * Slack's markup as elements.
 * @param names how people, channels and groups are called: `{ user(id), channel(id), group(id), openChannel(id), nowMs }`
 */
export const markdown = (text, names) => parseMrkdwn(text).map((block) => blockElement(block, names));

/** A text object of Block Kit: plain text is shown as it is. */
export const textElement = (object, names) =>
  object.type === 'mrkdwn'
    ? element('div', { className: 'slack-text' }, markdown(object.text, names))
    : element('div', { className: 'slack-text', text: object.text });

const blockElement = (block, names) => {
  if (block.type === 'preformatted') return element('pre', { className: 'slack-pre', text: block.text });
  const name = block.type === 'quote' ? 'blockquote' : 'p';
  return element(name, {}, inline(block.parts, names));
};

const STYLED = { bold: 'strong', italic: 'em', strike: 's' };

const inline = (parts, names) => parts.map((part) => inlinePart(part, names));

const inlinePart = (part, names) => {
  if (part.type in STYLED) return element(STYLED[part.type], {}, inline(part.parts, names));
  switch (part.type) {
    case 'break':
      return element('br');
    case 'code':
      return element('code', { text: part.text });
    case 'link':
      return element('a', { href: part.url, rel: 'noopener noreferrer', target: '_blank', text: part.label });
    case 'user':
      return element('span', { className: 'slack-mention', text: `@${names.user(part.id) || part.label || part.id}` });
    case 'group':
      return element('span', { className: 'slack-mention', text: names.group(part.id) || part.label || '@group' });
    case 'everybody':
      return element('span', { className: 'slack-mention is-loud', text: part.label });
    case 'channel':
      return channelLink(part, names);
    case 'date':
      return element('time', {
        datetime: new Date(part.seconds * 1000).toISOString(),
        title: part.label,
        text: dateText(part.seconds, part.format, names.nowMs()),
      });
    default:
      return document.createTextNode(part.text);
  }
};

const channelLink = (part, names) => {
  const name = names.channel(part.id) || part.label || part.id;
  const link = element('button', { className: 'slack-mention slack-channel-link', type: 'button', text: `#${name}` });
  link.addEventListener('click', () => names.openChannel(part.id));
  return link;
};
