/**
 * Stands in for `xmlbuilder` (59 kB: document types, name spaces, six ways to write a document), of which TwiML needs elements,
 * attributes and text. What it writes is the same to the letter, and it refuses the same characters.
 */
type Attributes = Readonly<Record<string, unknown>>;

/** What XML 1.0 has no way to say, and lone halves of a surrogate pair. */
const ILLEGAL =
  /[\0-\x08\x0B\f\x0E-\x1F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/;

const escapeText = (text: string): string => {
  if (ILLEGAL.test(text)) throw new Error('Invalid character in string');
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');
};

const escapeAttribute = (value: unknown): string =>
  (Array.isArray(value) ? value.join(' ') : String(value))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');

class XmlElement {
  readonly #name: string;
  readonly #attributes: Attributes;
  readonly #root: XmlElement;
  readonly #children: (string | XmlElement)[] = [];

  constructor(name: string, attributes: Attributes, root?: XmlElement) {
    this.#name = name;
    this.#attributes = attributes;
    this.#root = root ?? this;
  }

  /** TwiML's declaration is the only one that is ever written. */
  dec(): this {
    return this;
  }

  ele(name: string, attributes?: Attributes | null, text?: unknown): XmlElement {
    const child = new XmlElement(name, attributes ?? {}, this.#root);
    if (text !== undefined && text !== null) child.txt(text);
    this.#children.push(child);
    return child;
  }

  txt(text: unknown): this {
    this.#children.push(escapeText(String(text)));
    return this;
  }

  /** The whole document, whichever of its elements is asked. */
  end(): string {
    return `<?xml version="1.0" encoding="UTF-8"?>${this.#root.#write()}`;
  }

  #write(): string {
    const attributes = Object.entries(this.#attributes)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
      .join('');
    const inside = this.#children.map((child) => (typeof child === 'string' ? child : child.#write())).join('');
    const start = `<${this.#name}${attributes}`;
    return inside === '' ? `${start}/>` : `${start}>${inside}</${this.#name}>`;
  }
}

export default { create: (name: string): XmlElement => new XmlElement(name, {}) };
