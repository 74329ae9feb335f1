import { oauthTrouble } from '../../shared/runtime/github/answers.ts';
import { tokensFor } from '../../shared/runtime/github/flow.ts';
import { type GithubSettings, githubSettings, notSetUp } from '../../shared/runtime/github/settings.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { ok } from '../../shared/runtime/http/response.ts';

/** POST /v1/github/token: Cognito gives our code and gets an ID token, which GitHub itself does not have. */
export const githubToken: HttpHandler<GithubSettings | null> = async (settings, request) => {
  if (!settings) return notSetUp();
  const form = Object.fromEntries(new URLSearchParams(request.body));
  const tokens = await tokensFor(settings, form, request.at);
  return tokens.ok ? ok(tokens.value) : oauthTrouble(tokens.error);
};

export const handler = http(githubToken, { deps: githubSettings, role: 'public' });
