import { createHash, createPublicKey, createSign, type KeyObject } from 'node:crypto';

/** A key's public half as Cognito reads it, named by its thumbprint (RFC 7638). */
export const publicKeyOf = (signingKey: KeyObject) => {
  const { e, n } = createPublicKey(signingKey as never).export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
  return { kty: 'RSA', use: 'sig', alg: 'RS256', kid, e, n };
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Claims as a signed token (RS256). */
export const signed = (signingKey: KeyObject, claims: object): string => {
  const text = `${part({ alg: 'RS256', typ: 'JWT', kid: publicKeyOf(signingKey).kid })}.${part(claims)}`;
  return `${text}.${createSign('sha256').update(text).sign(signingKey, 'base64url')}`;
};
