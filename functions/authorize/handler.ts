import { createHash } from 'node:crypto';
import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import type { DirectoryStore } from '../../shared/data/directory-store.ts';
import { clock } from '../../shared/runtime/clock.ts';
import { once } from '../../shared/runtime/environment.ts';
import { directory } from '../../shared/runtime/stores.ts';
import { task } from '../../shared/runtime/task.ts';

interface Context {
  readonly role: string;
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

const nobody = (reason: string): Context => ({ role: 'none', kind: '', id: '', name: '', reason });

const contextOf = async (directoryOf: DirectoryStore, header: string | undefined, at: string): Promise<Context> => {
  if (!header) return nobody('is missing: send Authorization: Bearer <token>');
  const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(header)?.[1];
  if (!token) return nobody('is not of the form Bearer <token>');
  const known = await directoryOf.token(createHash('sha256').update(token).digest('hex'));
  if (!known) return nobody('is not a token that is known here');
  if (known.expiresAt && known.expiresAt <= at) return nobody('has expired: make a new token');
  const kind = known.userId ? 'user' : 'token';
  return { role: known.role, kind, id: known.userId ?? known.id, name: known.name, reason: '' };
};

const dependencies = once(() => ({ directory: directory() }));

/**
 * The API's authorizer: who is calling? It never refuses: API Gateway's own refusal cannot say why. The function behind
 * it does, with a problem document, and lets nobody in whose role is not known (ADR 0006).
 */
export const authorize = async (
  deps: { readonly directory: DirectoryStore },
  event: APIGatewayRequestAuthorizerEventV2,
): Promise<APIGatewaySimpleAuthorizerWithContextResult<Context>> => ({
  isAuthorized: true,
  context: await contextOf(deps.directory, event.headers?.['authorization'], clock().now()),
});

export const handler = task(authorize, { deps: dependencies });
