import { oauthTrouble } from '../../shared/runtime/github/answers.ts';
import { personOf } from '../../shared/runtime/github/client.ts';
import { claimsOf } from '../../shared/runtime/github/flow.ts';
import { type GithubSettings, githubSettings, notSetUp } from '../../shared/runtime/github/settings.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { ok } from '../../shared/runtime/http/response.ts';

/** GET /v1/github/userinfo: whose access token of GitHub's it is, in the words of OpenID Connect. */
export const githubUserinfo: HttpHandler<GithubSettings | null> = async (settings, request) => {
  if (!settings) return notSetUp();
  const token = /^Bearer ([\w-]{1,512})$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (!token) return oauthTrouble('invalid_token');
  const person = await personOf(settings, token);
  return person.ok ? ok(claimsOf(person.value)) : oauthTrouble(person.error);
};

export const handler = http(githubUserinfo, { deps: githubSettings, role: 'public' });
