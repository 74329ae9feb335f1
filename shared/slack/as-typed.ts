/** Slack's encoding of what people typed, in commands and messages, back into what they typed. */

const spelledOut = (markup: string): string => {
  const [target = '', ...labels] = markup.split('|');
  const label = labels.join('|');
  const sign = target[0];
  if (sign === '@') return label ? `@${label}` : target;
  if (sign === '#') return label ? `#${label}` : target;
  if (sign === '!') {
    if (label) return label;
    return `@${target.slice(1).split('^')[0] ?? ''}`;
  }
  const address = target.replace(/^mailto:/, '');
  return label && label !== address ? `${label} (${address})` : address;
};

/**
 * The text as its writer saw it: `<@U123|ada>` is `@ada`, a link is its address, `&lt;` is `<`. A mention that names
 * nobody keeps its id: `@U123`.
 */
export const asTyped = (text: string): string =>
  text
    .replace(/<((?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>\n]{0,2000})>/gi, (_, markup: string) => spelledOut(markup))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
