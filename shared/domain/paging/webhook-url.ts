import type { WebhookUrl } from '../../lib/ids.ts';

const URL_LENGTH_MAX = 500;
/** Names that lead to this machine or this network, whatever a resolver makes of them. */
const INSIDE = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home', 'corp', 'private', 'home.arpa', 'onion'];

/** `10.0.0.1`, and whatever the URL standard makes into that (`0x7f.1`, `2130706433`); `[::1]`. */
const isAddress = (host: string): boolean => host.startsWith('[') || /^\d+(\.\d+){0,3}$/.test(host);

const isOutside = (host: string): boolean => {
  const name = host.replace(/\.$/, '');
  return name.includes('.') && !isAddress(name) && !INSIDE.some((inside) => name.endsWith(`.${inside}`));
};

/**
 * Whether we may ask this address for something: https, at the usual port, of a host with a public name, without a
 * password. Where the name leads is looked at again when it is resolved.
 */
export const isWebhookUrl = (text: string): text is WebhookUrl => {
  if (text.length > URL_LENGTH_MAX || !URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password, hash } = new URL(text);
  return protocol === 'https:' && port === '' && `${username}${password}${hash}` === '' && isOutside(hostname);
};
