import { expect, it } from 'vitest';
import { isWebhookUrl } from './webhook-url.ts';

it.each(['https://hooks.example.com', 'https://hooks.example.com/pd?team=search', 'https://HOOKS.example.com:443/pd'])(
  'lets %s be asked',
  (url) => {
    expect(isWebhookUrl(url)).toBe(true);
  },
);

it.each([
  ['another protocol', 'http://hooks.example.com/'],
  ['a file', 'file:///etc/passwd'],
  ['another port', 'https://hooks.example.com:8443/'],
  ['a password', 'https://me:secret@hooks.example.com/'],
  ['a fragment, which nobody would be sent', 'https://hooks.example.com/#a'],
  ['an address', 'https://93.184.216.34/'],
  ['the metadata of the machine', 'https://169.254.169.254/latest/meta-data/'],
  ['an address in disguise', 'https://0x7f.1/'],
  ['another disguise', 'https://2130706433/'],
  ['an address of IPv6', 'https://[::1]/'],
  ['this machine', 'https://localhost/'],
  ['this machine, with a dot', 'https://localhost./'],
  ['this machine, below', 'https://pd.localhost/'],
  ['this network', 'https://metadata.google.internal/'],
  ['this network, with a dot', 'https://metadata.google.internal./'],
  ['a name without a dot', 'https://intranet/'],
  ['no address at all', 'hooks.example.com'],
  ['something endless', `https://hooks.example.com/${'a'.repeat(500)}`],
])('refuses %s', (_what, url) => {
  expect(isWebhookUrl(url)).toBe(false);
});
