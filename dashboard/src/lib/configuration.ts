/** Where the API is, and how people sign in. */
export interface Configuration {
  readonly apiUrl: string;
  /** Absent: there is no sign-in but a token. */
  readonly signIn: SignIn | null;
  /** The laptop: it has sample data, phones in the browser and a clock of its own. */
  readonly laptop: boolean;
  /** The laptop's token, which anybody at this machine may use. */
  readonly demoToken: string | null;
}

export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly logoutUrl: string | null;
}

const jsonAt = async (path: string): Promise<Record<string, unknown> | null> => {
  try {
    const response = await fetch(path, { cache: 'no-store', headers: { accept: 'application/json' } });
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return response.ok && isJson ? ((await response.json()) as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

const signInOf = (config: Record<string, unknown> | null): SignIn | null => {
  const text = (name: string): string | null => (typeof config?.[name] === 'string' ? (config[name] as string) : null);
  const [issuer, clientId, authorizeUrl, tokenUrl] = ['issuer', 'clientId', 'authorizeUrl', 'tokenUrl'].map(text);
  if (!issuer || !clientId || !authorizeUrl || !tokenUrl) return null;
  return { issuer, clientId, authorizeUrl, tokenUrl, logoutUrl: text('logoutUrl') };
};

const read = async (): Promise<Configuration> => {
  const [config, sandbox] = await Promise.all([jsonAt('/config.json'), jsonAt('/sandbox/session')]);
  const apiUrl = typeof config?.['apiUrl'] === 'string' ? config['apiUrl'].replace(/\/$/, '') : '';
  const demoToken = typeof sandbox?.['token'] === 'string' ? sandbox['token'] : null;
  return { apiUrl, signIn: signInOf(config), laptop: demoToken !== null, demoToken };
};

let known: Promise<Configuration> | undefined;

/** Read once. Without a network it is read again at the next call. */
export const configuration = (): Promise<Configuration> => {
  known ??= read().then((found) => {
    if (!navigator.onLine) known = undefined;
    return found;
  });
  return known;
};
