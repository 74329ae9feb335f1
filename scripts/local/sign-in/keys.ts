import { generateKeyPair, randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** What the laptop's provider signs with: tokens with a key of its own, cookies with a secret. */
export interface Keys {
  readonly jwks: { readonly keys: readonly object[] };
  readonly cookieSecret: string;
}

const makeKeys = async (): Promise<Keys> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' };
  return { jwks: { keys: [jwk] }, cookieSecret: randomBytes(32).toString('base64url') };
};

const readKeys = (file: string): Keys | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * The keys of a data directory, made when they are first needed. They are secrets, of this machine alone: whoever has
 * them can sign in as anybody. Without a directory they are gone with the process.
 */
export const keysOf = async (dataDir: string | null): Promise<Keys> => {
  if (dataDir === null) return makeKeys();
  const file = join(dataDir, 'sign-in', 'keys.json');
  const known = readKeys(file);
  if (known) {
    chmodSync(file, 0o600);
    return known;
  }
  const made = await makeKeys();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    // Another region on the same directory was first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readKeys(file) as Keys;
  }
};
