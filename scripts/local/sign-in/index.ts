import { IncomingMessage } from 'node:http';
import type Provider from 'oidc-provider';
import { optional } from '../../../shared/runtime/environment.ts';
import { directory } from '../../../shared/runtime/stores.ts';
import type { LocalRequest, LocalResponse, Route } from '../router.ts';
import { IDP_PATH, LOCAL_CLIENT_ID } from './names.ts';
import { type Person, signInPage } from './page.ts';
import { makeProvider } from './provider.ts';

const PEOPLE_MAX = 50;

export interface SignInOptions {
  readonly url: () => string;
  readonly dataDir: string | null;
}

const personOf = (user: { id: string; name: string; email: string | null; role: string }): Person | undefined =>
  user.email === null ? undefined : { id: user.id, name: user.name, email: user.email, role: user.role };

const people = async (): Promise<readonly Person[]> =>
  (await directory().users()).flatMap((user) => personOf(user) ?? []).slice(0, PEOPLE_MAX);

const person = async (id: string): Promise<Person | undefined> => {
  if (!/^[\w-]{1,100}$/.test(id)) return undefined;
  const user = await directory().user(id as never);
  return user && personOf(user);
};

/** The names that this machine has for itself: cookies and the page's policy go by what is in the address. */
const originsOf = (url: string): string[] => {
  const { port } = new URL(url);
  return ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${port}`);
};

/** The request again, with its body still to be read, and its path as the provider knows it. */
const replayed = ({ raw, body }: LocalRequest): IncomingMessage => {
  const request = new IncomingMessage(raw.socket);
  const url = (raw.url as string).slice(IDP_PATH.length) || '/';
  Object.assign(request, { method: raw.method, headers: raw.headers, url, originalUrl: raw.url, complete: true });
  request.push(body);
  request.push(null);
  return request;
};

/** Cognito's way to sign out: forget who it was, and go back to the page. */
const signOut = ({ query, headers }: LocalRequest, origins: readonly string[]): LocalResponse => {
  const to = query.get('logout_uri') ?? '';
  const known = URL.canParse(to) && origins.includes(new URL(to).origin);
  if (!known || query.get('client_id') !== LOCAL_CLIENT_ID) {
    return {
      status: 400,
      body: { error: 'invalid_request', error_description: 'client_id or logout_uri is not ours' },
    };
  }
  const names = (headers['cookie'] ?? '').split('; ').flatMap((pair) => /^(_session[\w.]*)=/.exec(pair)?.[1] ?? []);
  const gone = names.map((name) => `${name}=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly`);
  return { status: 302, headers: { location: to, 'cache-control': 'no-store', 'set-cookie': gone as never } };
};

/**
 * Where the dashboard signs people in. Another provider is found at its hosted pages, whose paths are Cognito's; our own
 * has the same, under the name that the page was asked by.
 */
const configOf = (request: LocalRequest, options: SignInOptions): LocalResponse => {
  const headers = { 'cache-control': 'no-store' };
  const here = `http://${request.headers['host'] ?? new URL(options.url()).host}`;
  const [issuer, clientId] = [optional('PD_OIDC_ISSUER'), optional('PD_OIDC_CLIENT_ID')];
  const domain = issuer === `${options.url()}${IDP_PATH}` ? `${here}${IDP_PATH}` : process.env['PD_OIDC_DOMAIN'];
  if (!issuer || !clientId || !domain) return { status: 200, headers, body: { apiUrl: here } };
  const body = {
    issuer,
    clientId,
    authorizeUrl: `${domain}/oauth2/authorize`,
    tokenUrl: `${domain}/oauth2/token`,
    logoutUrl: `${domain}/logout`,
    apiUrl: here,
  };
  return { status: 200, headers, body };
};

/** Where else the dashboard fetches tokens from: the hosted pages of another provider. */
export const signInOrigins = (): string[] => {
  const domain = process.env['PD_OIDC_DOMAIN'] ?? '';
  return URL.canParse(domain) ? [new URL(domain).origin] : [];
};

/** The laptop's sign-in: an OpenID Connect provider without passwords under /_idp, and /config.json that leads to it. */
export const signInRoutes = (options: SignInOptions): Route[] => {
  let made: Promise<Provider> | undefined;
  const provider = (): Promise<Provider> => {
    made ??= makeProvider({
      issuer: `${options.url()}${IDP_PATH}`,
      clientId: LOCAL_CLIENT_ID,
      origins: originsOf(options.url()),
      dataDir: options.dataDir,
      person,
    });
    return made;
  };
  const ask = async ({ params }: LocalRequest) =>
    signInPage(await people(), `${IDP_PATH}/sign-in/${encodeURIComponent(params['uid'] ?? '')}`);
  const choose = async (request: LocalRequest) => {
    const accountId = new URLSearchParams(request.body.toString('utf8')).get('account') ?? '';
    if (!(await person(accountId))) return ask(request);
    await (await provider()).interactionFinished(replayed(request), request.response, { login: { accountId } });
  };
  return [
    { method: 'GET', path: '/config.json', handle: async (request) => configOf(request, options) },
    { method: 'GET', path: `${IDP_PATH}/sign-in/{uid}`, handle: ask },
    { method: 'POST', path: `${IDP_PATH}/sign-in/{uid}`, handle: choose },
    {
      method: 'GET',
      path: `${IDP_PATH}/logout`,
      handle: async (request) => signOut(request, originsOf(options.url())),
    },
    {
      method: 'ANY',
      path: `${IDP_PATH}/*`,
      handle: async (request) => (await provider()).callback()(replayed(request), request.response),
    },
  ];
};
