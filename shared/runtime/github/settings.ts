import { createPrivateKey, type KeyObject } from 'node:crypto';
import { endpoint, environment, once, optional } from '../environment.ts';
import { problem, type Response } from '../http/response.ts';

/** GitHub as a provider of sign-in for Cognito: which application we are there, and who may send people to us. */
export interface GithubSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** RSA; its public half is what Cognito verifies ID tokens with. */
  readonly signingKey: KeyObject;
  /** Our own address as an issuer, without a slash at its end. */
  readonly issuer: string;
  /** Cognito's address for answers: people are sent nowhere else. */
  readonly redirectUris: readonly string[];
  readonly githubUrl: string;
  readonly apiUrl: string;
}

const read = (clientId: string): GithubSettings => ({
  clientId,
  clientSecret: environment('GITHUB_CLIENT_SECRET'),
  signingKey: createPrivateKey(environment('GITHUB_SIGNING_KEY')),
  issuer: `${environment('PD_PUBLIC_URL')}/v1/github`,
  redirectUris: environment('GITHUB_REDIRECT_URIS').split(','),
  githubUrl: endpoint('GITHUB_URL') ?? 'https://github.com',
  apiUrl: endpoint('GITHUB_API_URL') ?? 'https://api.github.com',
});

/** Null where nobody signs in by GitHub. @throws Error that names what is missing, where only a part of it is set */
export const githubSettings = once((): GithubSettings | null => {
  const clientId = optional('GITHUB_CLIENT_ID');
  return clientId ? read(clientId) : null;
});

export const notSetUp = (): Response =>
  problem(404, 'Sign-in by GitHub is not set up', 'GITHUB_CLIENT_ID is not set here: see docs/sign-in.md.', [
    { field: 'GITHUB_CLIENT_ID', message: 'is not set' },
  ]);
