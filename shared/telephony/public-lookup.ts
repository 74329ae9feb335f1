import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';

/** What is not the public network, or leads out of it by another door: RFC 6890 and its kin. */
const NOT_PUBLIC_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Of IPv6 only what has been given out, and of that not what carries an address of IPv4 (Teredo, 6to4). */
const PUBLIC_V6 = ['2000::', 3] as const;
const NOT_PUBLIC_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const refused = new BlockList();
for (const [net, prefix] of NOT_PUBLIC_V4) refused.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of NOT_PUBLIC_V6) refused.addSubnet(net, prefix, 'ipv6');
const given = new BlockList();
given.addSubnet(...PUBLIC_V6, 'ipv6');

/** Whether an address is of the public network. */
export const isPublic = ({ address, family }: LookupAddress): boolean =>
  family === 4 ? !refused.check(address, 'ipv4') : given.check(address, 'ipv6') && !refused.check(address, 'ipv6');

/** A name of somebody outside leads inside: to this machine, this network, or nowhere. */
export class NotPublic extends Error {
  override readonly name = 'NotPublic';
}

type Resolve = (
  host: string,
  options: { readonly all: true },
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;

/**
 * Resolves a host's name for a connection, and refuses it if any of its addresses is not public. The connection is made
 * to what was looked at here: a name that is answered otherwise the second time leads nowhere else.
 */
export const publicLookup =
  (resolve: Resolve = lookup): LookupFunction =>
  (host, options, done) =>
    resolve(host, { all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error || !first) return done(error ?? new Error(`${host} has no address`), '', 0);
      if (!found.every(isPublic)) return done(new NotPublic(`${host} is not in the public network`), '', 0);
      return options.all ? done(null, found) : done(null, first.address, first.family);
    });
