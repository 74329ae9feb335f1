import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { clock } from '../../shared/runtime/clock.ts';
import { once, optional } from '../../shared/runtime/environment.ts';
import { keyFetcher } from '../../shared/runtime/sign-in/fetch-keys.ts';
import { idTokenVerifier } from '../../shared/runtime/sign-in/id-token.ts';
import { type IdentifyDeps, type Identity, identify } from '../../shared/runtime/sign-in/identify.ts';
import { directory } from '../../shared/runtime/stores.ts';
import { task } from '../../shared/runtime/task.ts';

const verifier = () => {
  const [issuer, clientId] = [optional('PD_OIDC_ISSUER'), optional('PD_OIDC_CLIENT_ID')];
  return issuer && clientId ? idTokenVerifier({ issuer, clientId }, keyFetcher) : null;
};

const dependencies = once(
  (): IdentifyDeps => ({
    directory: directory(),
    verify: verifier(),
    strangersMayLook: optional('PD_OIDC_STRANGERS') === 'viewer',
    breakGlass: (optional('PD_BREAK_GLASS_SUBJECTS') ?? '').split(',').filter((subject) => subject !== ''),
  }),
);

/**
 * The API's authorizer: who is calling? It never refuses: API Gateway's own refusal cannot say why. The function behind
 * it does, with a problem document, and lets nobody in whose role is not known (ADR 0006).
 */
export const authorize = async (
  deps: IdentifyDeps,
  event: APIGatewayRequestAuthorizerEventV2,
): Promise<APIGatewaySimpleAuthorizerWithContextResult<Identity>> => ({
  isAuthorized: true,
  context: await identify(deps, event.headers?.['authorization'], clock().now()),
});

export const handler = task(authorize, { deps: dependencies });
