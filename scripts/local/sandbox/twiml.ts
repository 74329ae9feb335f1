/** One element of a TwiML document. `text` is all the text inside it, white space folded. */
export interface Verb {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Verb[];
}

/** A document that a carrier would refuse. */
export class TwimlError extends Error {
  override readonly name = 'TwimlError';
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  text: string;
  readonly children: Verb[];
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads the verbs of a TwiML document, in order.
 * @throws TwimlError when it is not well-formed XML or its root is not `Response`.
 */
export const parseTwiml = (xml: string): readonly Verb[] => {
  const root = parseXml(xml.trim());
  if (root?.name !== 'Response') throw new TwimlError('the document has no Response element');
  return root.children;
};

const parseXml = (xml: string): Verb | undefined => {
  const document: OpenElement = { name: '', attributes: {}, text: '', children: [] };
  const open: OpenElement[] = [document];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(xml);
    if (!token) throw new TwimlError(`not well-formed at character ${at}`);
    readToken(token, open);
  }
  if (open.length !== 1) throw new TwimlError(`${open.at(-1)?.name} is not closed`);
  if (document.children.length > 1 || document.text.trim()) throw new TwimlError('more than one root');
  return document.children[0];
};

const readToken = (token: RegExpExecArray, open: OpenElement[]): void => {
  const [, cdata, closing, opening, attributes = '', selfClosing, text] = token;
  const current = open.at(-1) as OpenElement;
  if (cdata !== undefined) current.text += cdata;
  else if (text !== undefined) current.text += decode(text);
  else if (opening !== undefined) {
    open.push({ name: opening, attributes: readAttributes(attributes), text: '', children: [] });
    if (selfClosing) close(open);
  } else if (closing !== undefined) {
    if (closing !== current.name) throw new TwimlError(`${current.name || 'nothing'} closed by ${closing}`);
    close(open);
  }
};

const close = (open: OpenElement[]): void => {
  const { name, attributes, text, children } = open.pop() as OpenElement;
  const parent = open.at(-1) as OpenElement;
  parent.children.push({ name, attributes, text: text.replace(/\s+/g, ' ').trim(), children });
  parent.text += open.length > 1 ? text : '';
};

const readAttributes = (source: string): Record<string, string> =>
  Object.fromEntries(
    [...source.matchAll(ATTRIBUTE)].map(([, name, double, single]) => [name, decode(double ?? single ?? '')]),
  );

const decode = (text: string): string =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));|&/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    const known = name === undefined ? undefined : NAMED[name];
    if (known === undefined) throw new TwimlError(`${whole} is not an entity`);
    return known;
  });
