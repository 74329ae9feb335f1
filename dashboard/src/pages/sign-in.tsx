import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { completeSignIn, leaveForSignIn } from '../auth/sign-in-flow.ts';
import { Problem } from '../lib/api.ts';
import { useOnline } from '../lib/clock.ts';
import { configuration } from '../lib/configuration.ts';
import { navigate, useTitle } from '../lib/router.tsx';
import { signedOutBecause, signIn, signOut } from '../lib/session.ts';
import { Button } from '../ui/button.tsx';
import { Field, Form } from '../ui/form.tsx';

/** A token is tried before it is kept: what does not work is said here and not on the next page. */
const signInWith = async (token: string): Promise<void> => {
  if (token === '') throw new Problem(400, 'Paste a token first.');
  const { apiUrl } = await configuration();
  const response = await fetch(`${apiUrl}/v1/incidents?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => {
    throw new Problem(0, 'PD Lite cannot be reached just now. Try again in a moment.');
  });
  if (response.status === 401) throw new Problem(401, 'This token is not known, or it has expired.');
  if (!response.ok) throw new Problem(response.status, 'The token could not be tried just now. Try again in a moment.');
  signIn({ token, expiresAt: null, refreshToken: null });
};

export const SignInPage = () => {
  useTitle('Sign in');
  const online = useOnline();
  const [token, setToken] = useState('');
  const { data } = useQuery({ queryKey: ['configuration'], queryFn: configuration });
  const because = signedOutBecause();
  return (
    <main className="sign-in" id="main">
      <img src="/icon.svg" alt="" width="56" height="56" />
      <h1>PD Lite</h1>
      <p className="lead">Incidents now, who has them, and who is on call.</p>
      {because && (
        <p className="problem" role="alert">
          {because}
        </p>
      )}
      {!online && (
        <p className="offline" role="status">
          You are offline. Sign in as soon as there is a network again.
        </p>
      )}
      {data?.signIn && (
        <Button
          look="primary"
          icon="user"
          className="wide"
          onClick={() => data.signIn && void leaveForSignIn(data.signIn)}
        >
          Sign in
        </Button>
      )}
      {data?.demoToken && (
        <div className="card demo">
          <p>This is a laptop: its sample data and phones are yours to play with.</p>
          <Button
            look={data.signIn ? 'plain' : 'primary'}
            className="wide"
            onClick={() => void signInWith(data.demoToken ?? '')}
          >
            Use the demo token
          </Button>
        </div>
      )}
      <div className="card">
        <Form submit="Sign in with a token" onSubmit={() => signInWith(token.trim())}>
          {() => (
            <Field label="API token" hint="It is kept for this tab only, and forgotten when you close it.">
              {(slot) => (
                <input
                  {...slot}
                  type="password"
                  autoComplete="off"
                  spellCheck={false}
                  value={token}
                  onChange={(event) => setToken(event.target.value)}
                />
              )}
            </Field>
          )}
        </Form>
      </div>
    </main>
  );
};

let completing: Promise<string> | undefined;

/** Where the provider sends people back to. */
export const CallbackPage = () => {
  useTitle('Signing in');
  useEffect(() => {
    completing ??= completeSignIn(location.search);
    completing
      .then((to) => navigate(to, { replace: true }))
      .catch((error: Error) => {
        signOut(error.message);
        navigate('/', { replace: true });
      })
      .finally(() => {
        completing = undefined;
      });
  }, []);
  return (
    <main className="sign-in" id="main">
      <h1>PD Lite</h1>
      <p className="lead" role="status">
        Signing you in …
      </p>
    </main>
  );
};
