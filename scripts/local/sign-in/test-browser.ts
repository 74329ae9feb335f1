import { createHash, randomBytes } from 'node:crypto';

/** As much of a browser as signing in needs: it keeps cookies, and follows where it is sent. */
export class Browser {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  /** One request, without following. */
  async ask(target: string, form?: Readonly<Record<string, string>>): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(target, this.#url), {
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  /** Follows to the dashboard or to a page that is to be read. */
  async follow(target: string, form?: Readonly<Record<string, string>>): Promise<{ at: URL; response: Response }> {
    let at = new URL(target, this.#url);
    let response = await this.ask(at.href, form);
    for (let step = 0; step < 10; step += 1) {
      const location = response.headers.get('location');
      if (location === null) return { at, response };
      at = new URL(location, at);
      if (at.pathname === '/auth/callback') return { at, response };
      response = await this.ask(at.href);
    }
    throw new Error('sent around without end');
  }

  #keep(line: string): void {
    const [pair = '', ...rest] = line.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const gone = rest.some((part) => /^expires=/i.test(part) && Date.parse(part.slice(8)) < Date.now());
    if (gone) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

export interface Tokens {
  readonly id_token: string;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly [more: string]: unknown;
}

/** What /config.json says. */
export interface SignInConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly logoutUrl: string;
  readonly apiUrl: string;
}

export const configAt = async (url: string): Promise<SignInConfig> =>
  (await (await fetch(`${url}/config.json`)).json()) as SignInConfig;

/** A sign-in that the dashboard begins: where it sends the browser, and the secret that it keeps. */
export const beginning = (config: SignInConfig, more: Readonly<Record<string, string>> = {}) => {
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = `${config.apiUrl}/auth/callback`;
  const query = new URLSearchParams({
    client_id: config.clientId,
    response_type: 'code',
    scope: 'openid email profile',
    redirect_uri: redirectUri,
    state: 'the-state',
    nonce: 'the-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return { url: `${config.authorizeUrl}?${query}`, verifier, redirectUri };
};

export const exchange = async (
  config: SignInConfig,
  form: Readonly<Record<string, string>>,
): Promise<{ status: number; body: Tokens & { error?: string } }> => {
  const body = new URLSearchParams({ client_id: config.clientId, ...form });
  const answer = await fetch(config.tokenUrl, { method: 'POST', body, headers: { origin: config.apiUrl } });
  return { status: answer.status, body: (await answer.json()) as Tokens };
};

/** Signs somebody in as the dashboard does, by the code flow with PKCE. */
export const signInAs = async (url: string, account: string, browser = new Browser(url)): Promise<Tokens> => {
  const config = await configAt(url);
  const { url: start, verifier, redirectUri } = beginning(config);
  let { at } = await browser.follow(start);
  if (at.pathname !== '/auth/callback') ({ at } = await browser.follow(at.href, { account }));
  const code = at.searchParams.get('code') ?? '';
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
  const { status, body } = await exchange(config, grant);
  if (status !== 200) throw new Error(`no token for ${account}: ${JSON.stringify(body)}`);
  return body;
};
