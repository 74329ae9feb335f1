import { redirect } from '../../shared/runtime/github/answers.ts';
import { fromGithub } from '../../shared/runtime/github/flow.ts';
import { type GithubSettings, githubSettings, notSetUp } from '../../shared/runtime/github/settings.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';

/** GET /v1/github/callback: GitHub sends somebody back; we send them on to Cognito, with a code of ours. */
export const githubCallback: HttpHandler<GithubSettings | null> = async (settings, request) =>
  settings ? redirect(fromGithub(settings, request.search, request.at)) : notSetUp();

export const handler = http(githubCallback, { deps: githubSettings, role: 'public' });
