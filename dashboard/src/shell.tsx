import { type ReactNode, useEffect, useState } from 'react';
import { leave } from './auth/sign-in-flow.ts';
import { useOnline } from './lib/clock.ts';
import { Link } from './lib/router.tsx';
import { setTheme, type Theme, useTheme } from './lib/theme.ts';
import { Dialog } from './ui/dialog.tsx';
import { Icon, type IconName } from './ui/icons.tsx';
import { Toasts } from './ui/toast.tsx';

interface Place {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
}

export const PLACES: readonly Place[] = [
  { href: '/', label: 'Incidents', icon: 'bell' },
  { href: '/on-call', label: 'On call', icon: 'calendar' },
  { href: '/services', label: 'Services', icon: 'service' },
  { href: '/people', label: 'People', icon: 'people' },
  { href: '/policies', label: 'Policies', icon: 'ladder' },
  { href: '/who', label: 'Who would be paged', icon: 'question' },
  { href: '/drills', label: 'Drills', icon: 'drill' },
  { href: '/metrics', label: 'Metrics', icon: 'chart' },
  { href: '/settings', label: 'Settings', icon: 'settings' },
];

/** On a phone so many are in reach of a thumb; the others are behind "More". */
const IN_REACH = 4;

const isCurrent = (href: string, path: string): boolean =>
  href === '/' ? path === '/' || path.startsWith('/incidents') : path === href || path.startsWith(`${href}/`);

const PlaceLink = ({
  place,
  path,
  onClick,
}: {
  readonly place: Place;
  readonly path: string;
  readonly onClick?: () => void;
}) => (
  <Link
    href={place.href}
    className="place"
    aria-current={isCurrent(place.href, path) ? 'page' : undefined}
    {...(onClick ? { onClick } : {})}
  >
    <Icon name={place.icon} />
    <span>{place.label}</span>
  </Link>
);

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export const ThemeSwitch = () => {
  const theme = useTheme();
  return (
    <label className="theme-switch">
      <span>Colours</span>
      <select value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
        {THEMES.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
};

/** The way to a first page, on every page: whoever is new finds it without reading. */
const StartLink = ({ onClick }: { readonly onClick?: () => void }) => (
  <Link href="/start" className="button quiet" {...(onClick ? { onClick } : {})}>
    Set up my on-call
  </Link>
);

const MoreDialog = ({ path }: { readonly path: string }) => {
  const [open, setOpen] = useState(false);
  const rest = PLACES.slice(IN_REACH);
  return (
    <>
      <button type="button" className="place more" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="more" />
        <span>More</span>
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title="More">
        <nav className="more-places" aria-label="More places">
          {rest.map((place) => (
            <PlaceLink key={place.href} place={place} path={path} onClick={() => setOpen(false)} />
          ))}
        </nav>
        <div className="more-foot">
          <ThemeSwitch />
          <StartLink onClick={() => setOpen(false)} />
          <button type="button" className="button plain" onClick={() => void leave()}>
            Sign out
          </button>
        </div>
      </Dialog>
    </>
  );
};

/** The page's frame: where one can go, and whether there is a network. */
export const Shell = ({ path, children }: { readonly path: string; readonly children: ReactNode }) => {
  const online = useOnline();
  useEffect(() => {
    if (path) document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="side">
        <Link href="/" className="brand">
          <img src="/icon.svg" alt="" width="28" height="28" />
          PD Lite
        </Link>
        <nav className="places" aria-label="Places">
          {PLACES.map((place) => (
            <PlaceLink key={place.href} place={place} path={path} />
          ))}
          <MoreDialog path={path} />
        </nav>
        <div className="side-foot">
          <ThemeSwitch />
          <StartLink />
          <button type="button" className="button quiet" onClick={() => void leave()}>
            Sign out
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {!online && (
          <p className="offline" role="status">
            <Icon name="warning" /> You are offline. What you see was true when it was last seen; nothing can be
            changed.
          </p>
        )}
        {children}
      </main>
      <Toasts />
    </div>
  );
};
