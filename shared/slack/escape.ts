/** What people and monitors write, made fit for Slack's markup: it pings nobody, links nowhere and shows as typed. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Signs of Slack's markup that it has no escape for, and their twins without meaning. */
const TWINS: Readonly<Record<string, string>> = { '*': '\u2217', _: '\u02cd', '~': '\u223c', '`': '\u02cb' };

const CUT = '\u2026';

/** Without control characters but line breaks and tabs, direction overrides and halves of characters. */
const clean = (text: string): string =>
  text
    .replace(/(?![\n\t])\p{Cc}/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\p{Cs}/gu, '\ufffd');

/** Escapes the three signs with which Slack's markup begins and ends. Formatting signs stay. */
export const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);

/** At most so many UTF-16 units of whole characters, each as `write` makes it; a cut is marked. */
const within = (text: string, lengthMax: number, write: (character: string) => string): string => {
  let written = '';
  let fits = '';
  for (const character of text) {
    written += write(character);
    if (written.length > lengthMax) return `${fits.trimEnd()}${CUT}`.slice(0, lengthMax);
    if (written.length <= lengthMax - CUT.length) fits = written;
  }
  return written;
};

/** A bound on the work, well above what is ever shown. */
const READ_MAX = 20_000;

const oneLine = (text: string): string => clean(text.slice(0, READ_MAX)).replace(/\s+/g, ' ').trim();

/** One line for a text that Slack takes literally (`plain_text`). */
export const literal = (text: string, lengthMax: number): string => within(oneLine(text), lengthMax, (sign) => sign);

/** Several lines for a text that Slack takes literally: a field's first content. */
export const literalLines = (text: string, lengthMax: number): string =>
  within(clean(text.slice(0, READ_MAX)).trim(), lengthMax, (sign) => sign);

/** Signs inside of words, as in `snake_case`, format nothing and stay. */
const unformatted = (text: string): string =>
  text.replace(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])|`/gu, (sign) => TWINS[sign] ?? sign);

/** One line for Slack's markup, between texts of ours: escaped, and nothing in it formats. */
export const inline = (text: string, lengthMax: number): string =>
  within(unformatted(oneLine(text)), lengthMax, escaped);

/** The address of a page, as people paste it: up to a blank, and without the full stop after it. */
const ADDRESS = /https?:\/\/[^\s<>|"`]{1,1000}[^\s<>|"`.,;:!?')\]}]/g;

/** One line, in which an address can be followed: it is shown as it is, and leads nowhere else. */
const linked = (line: string, lengthMax: number): string => {
  let written = '';
  let end = 0;
  for (const { 0: address, index } of line.matchAll(ADDRESS)) {
    written += `${escaped(line.slice(end, index))}<${escaped(address)}>`;
    end = index + address.length;
  }
  written += escaped(line.slice(end));
  return written.length <= lengthMax ? written : within(line, lengthMax, escaped);
};

/**
 * A quotation of several lines for Slack's markup, at the end of a text of ours. Formatting within a line is the
 * writer's own; a block of code would swallow the marks of the quotation, so its fence is shown and does nothing.
 */
export const quote = (text: string, lengthMax: number, linesMax = 40): string => {
  const lines = clean(text.slice(0, READ_MAX)).trim().replaceAll('```', "'''").split('\n');
  const shown = lines.length > linesMax ? [...lines.slice(0, linesMax), CUT] : lines;
  let quoted = '';
  for (const [index, line] of shown.entries()) {
    const start = index === 0 ? '> ' : '\n> ';
    const room = lengthMax - quoted.length - start.length;
    if (room < 2) return quoted;
    const written = linked(line.trimEnd(), room);
    quoted += start + written;
    if (written.endsWith(CUT) && !line.endsWith(CUT)) return quoted;
  }
  return quoted;
};
