import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { forgetLists } from './incidents/incident-list.ts';
import { configuration } from './lib/configuration.ts';
import { queryClient } from './lib/data.ts';
import { match, navigate, usePath } from './lib/router.tsx';
import { useSession } from './lib/session.ts';
import { IncidentsPage } from './pages/incidents.tsx';
import { CallbackPage, SignInPage } from './pages/sign-in.tsx';
import { Shell } from './shell.tsx';
import { Empty, Skeleton } from './ui/states.tsx';

type Params = Readonly<Record<string, string>>;
type Page = ComponentType<{ readonly params: Params }>;

const page = (load: () => Promise<{ readonly default: Page }>): Page => lazy(load);

const IncidentPage = page(() => import('./pages/incident.tsx'));
const OnCallPage = page(() => import('./pages/on-call.tsx'));
const ServicesPage = page(() => import('./pages/services.tsx'));
const ServicePage = page(() => import('./pages/service.tsx'));
const PeoplePage = page(() => import('./pages/people.tsx'));
const PersonPage = page(() => import('./pages/person.tsx'));
const PoliciesPage = page(() => import('./pages/policies.tsx'));
const WhoPage = page(() => import('./pages/who.tsx'));
const MetricsPage = page(() => import('./pages/metrics.tsx'));
const DrillsPage = page(() => import('./pages/drills.tsx'));
const SettingsPage = page(() => import('./pages/settings.tsx'));
const StartPage = page(() => import('./pages/start.tsx'));
const SchedulePage = page(() => import('./pages/schedule.tsx'));

const ROUTES: readonly (readonly [string, Page])[] = [
  ['', IncidentsPage],
  ['/incidents', IncidentsPage],
  ['/incidents/{id}', IncidentPage],
  ['/on-call', OnCallPage],
  ['/on-call/{id}', SchedulePage],
  ['/services', ServicesPage],
  ['/services/{id}', ServicePage],
  ['/people', PeoplePage],
  ['/people/{id}', PersonPage],
  ['/policies', PoliciesPage],
  ['/who', WhoPage],
  ['/metrics', MetricsPage],
  ['/drills', DrillsPage],
  ['/settings', SettingsPage],
  ['/start', StartPage],
];

const NotFound = () => (
  <Empty icon="question" title="There is no such page" heading="h1">
    <p>The address may have a typo. Everything is in the menu.</p>
  </Empty>
);

const find = (path: string): { readonly Page: Page; readonly params: Params } => {
  for (const [pattern, Page] of ROUTES) {
    const params = match(pattern, path);
    if (params) return { Page, params };
  }
  return { Page: NotFound, params: {} };
};

/** Forgets what was read for one person before another signs in; how to sign in is nobody's secret, and on the page. */
const useForgetting = (signedIn: boolean): void => {
  useEffect(() => {
    if (signedIn) return;
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'configuration' });
    queryClient.getMutationCache().clear();
    forgetLists();
  }, [signedIn]);
};

export const App = () => {
  const path = usePath();
  const session = useSession();
  useForgetting(session !== null);
  useEffect(() => {
    void configuration();
  }, []);
  useEffect(() => {
    if (session && path === '/sign-in') navigate('/', { replace: true });
  }, [session, path]);
  if (path === '/auth/callback') return <CallbackPage />;
  if (!session) return <SignInPage />;
  const { Page, params } = find(path);
  return (
    <Shell path={path}>
      <Suspense fallback={<Skeleton lines={6} />}>
        <Page params={params} />
      </Suspense>
    </Shell>
  );
};
