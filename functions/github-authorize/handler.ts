import { redirect } from '../../shared/runtime/github/answers.ts';
import { toGithub } from '../../shared/runtime/github/flow.ts';
import { type GithubSettings, githubSettings, notSetUp } from '../../shared/runtime/github/settings.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';

/** GET /v1/github/authorize: Cognito sends somebody to sign in; we send them on to GitHub. */
export const githubAuthorize: HttpHandler<GithubSettings | null> = async (settings, request) =>
  settings ? redirect(toGithub(settings, request.search, request.at)) : notSetUp();

export const handler = http(githubAuthorize, { deps: githubSettings, role: 'public' });
