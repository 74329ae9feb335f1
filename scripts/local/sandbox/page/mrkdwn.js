/** Slack's `mrkdwn` as a tree, and the tree as elements: what is not markup is text, and goes in as text only. */

const EMOJI = {
  '+1': '👍',
  bell: '🔔',
  busts_in_silhouette: '👥',
  eyes: '👀',
  fire: '🔥',
  hourglass: '⌛',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  mega: '📣',
  memo: '📝',
  pager: '📟',
  phone: '☎️',
  pushpin: '📌',
  red_circle: '🔴',
  rotating_light: '🚨',
  round_pushpin: '📍',
  speech_balloon: '💬',
  tada: '🎉',
  telephone_receiver: '📞',
  thumbsup: '👍',
  twisted_rightwards_arrows: '🔀',
  wave: '👋',
  warning: '⚠️',
  white_check_mark: '✅',
  x: '❌',
  zap: '⚡',
};
const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' };
/** `<...>`, `code`, a styled run that begins and ends at a word, an emoji. */
const INLINE = /<([^<>\n]+)>|`([^`\n]+)`|(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\3(?!\w)|:([a-z0-9_+'-]+):/g;
const PREFORMATTED = /```\n?([\s\S]+?)\n?```/g;
const QUOTE = /^(?:>|&gt;) ?/;
const DEPTH_MAX = 5;

/** What Slack writes for the three characters that have a meaning. */
export const decoded = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

export const emojiOf = (name) => EMOJI[name];

/** @returns what it says: paragraphs of inline parts, quotes and preformatted text */
export const parseMrkdwn = (text) => {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(PREFORMATTED)) {
    parts.push(...parseLines(text.slice(from, found.index)));
    parts.push({ type: 'preformatted', text: decoded(found[1]) });
    from = found.index + found[0].length;
  }
  return [...parts, ...parseLines(text.slice(from))];
};

const parseLines = (text) => {
  if (text === '' || text === '\n') return [];
  const groups = [];
  for (const line of text.replace(/^\n|\n$/g, '').split('\n')) {
    const type = QUOTE.test(line) ? 'quote' : 'paragraph';
    if (groups.at(-1)?.type !== type) groups.push({ type, lines: [] });
    groups.at(-1).lines.push(type === 'quote' ? line.replace(QUOTE, '') : line);
  }
  return groups.map(({ type, lines }) => ({
    type,
    parts: lines.flatMap((line, index) => [...(index > 0 ? [{ type: 'break' }] : []), ...parseInline(line, 0)]),
  }));
};

const parseInline = (text, depth) => {
  const parts = [];
  let from = 0;
  const say = (end) => {
    if (end > from) parts.push({ type: 'text', text: decoded(text.slice(from, end)) });
  };
  for (const found of depth < DEPTH_MAX ? text.matchAll(INLINE) : []) {
    const [all, entity, code, mark, styled, emoji] = found;
    if (emoji !== undefined && EMOJI[emoji] === undefined) continue;
    say(found.index);
    from = found.index + all.length;
    if (entity !== undefined) parts.push(parseEntity(entity));
    else if (code !== undefined) parts.push({ type: 'code', text: decoded(code) });
    else if (emoji !== undefined) parts.push({ type: 'text', text: EMOJI[emoji] });
    else parts.push({ type: STYLES[mark], parts: parseInline(styled, depth + 1) });
  }
  say(text.length);
  return parts;
};

const parseEntity = (entity) => {
  const bar = entity.indexOf('|');
  const name = bar < 0 ? entity : entity.slice(0, bar);
  const label = bar < 0 ? '' : decoded(entity.slice(bar + 1));
  if (name.startsWith('@')) return { type: 'user', id: name.slice(1), label };
  if (name.startsWith('#')) return { type: 'channel', id: name.slice(1), label };
  if (name.startsWith('!subteam^')) return { type: 'group', id: name.slice('!subteam^'.length), label };
  if (name.startsWith('!date^')) {
    const [, seconds, format] = name.split('^');
    return { type: 'date', seconds: Number(seconds), format: format ?? '', label };
  }
  if (/^!(channel|here|everyone)$/.test(name)) return { type: 'everybody', label: `@${name.slice(1)}` };
  if (/^(https?:|mailto:)/.test(name)) return { type: 'link', url: decoded(name), label: label || decoded(name) };
  return { type: 'text', text: decoded(`<${entity}>`) };
};

const DAY_MS = 24 * 3600_000;
const DATE_STYLES = {
  date_num: { dateStyle: 'short' },
  date: { dateStyle: 'long' },
  date_short: { dateStyle: 'medium' },
  date_long: { dateStyle: 'full' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

/** A moment as Slack words it: `{date_short_pretty} at {time}` is `Today at 3:05 AM`. */
export const dateText = (seconds, format, nowMs, locale = []) => {
  const at = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (all, token) => {
    const name = token.replace(/_pretty$/, '');
    if (DATE_STYLES[name] === undefined) return all;
    const near = token === name ? undefined : nearDay(at, nowMs);
    return near ?? at.toLocaleString(locale, DATE_STYLES[name]);
  });
};

const nearDay = (at, nowMs) => {
  const dayOf = (ms) => new Date(ms).toDateString();
  if (dayOf(at) === dayOf(nowMs)) return 'Today';
  if (dayOf(at) === dayOf(nowMs - DAY_MS)) return 'Yesterday';
  return dayOf(at) === dayOf(nowMs + DAY_MS) ? 'Tomorrow' : undefined;
};
