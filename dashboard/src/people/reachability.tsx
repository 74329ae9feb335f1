import { useApi } from '../lib/data.ts';
import { Link } from '../lib/router.tsx';
import { Icon } from '../ui/icons.tsx';

export interface Finding {
  readonly id: string;
  readonly level: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly subject: { readonly type: string; readonly id: string; readonly name: string };
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

const LEVELS = {
  error: { text: 'Cannot be reached', look: 'is-bad' },
  warning: { text: 'At risk', look: 'is-warn' },
  info: { text: 'To know', look: '' },
} as const;

const PLACE: Readonly<Record<string, (id: string) => string>> = {
  user: (id) => `/people/${id}`,
  schedule: (id) => `/on-call/${id}`,
  service: (id) => `/services/${id}`,
  policy: () => '/policies',
};

/** What would keep a page from reaching somebody, as things are. */
export const useReachability = () => useApi<{ readonly items: readonly Finding[] }>('/v1/reachability');

export const LevelBadge = ({ level }: { readonly level: Finding['level'] }) => (
  <span className={`badge ${LEVELS[level].look}`}>{LEVELS[level].text}</span>
);

export const Findings = ({ items }: { readonly items: readonly Finding[] }) => (
  <ul className="findings">
    {items.map(({ id, level, subject, what, why, todo }) => (
      <li key={id} className="finding">
        <p>
          <LevelBadge level={level} />{' '}
          <Link href={(PLACE[subject.type] ?? (() => '/'))(subject.id)}>{subject.name}</Link>
        </p>
        <p>
          <strong>{what}</strong> <span className="quiet">{why}</span>
        </p>
        <p className="todo">
          <Icon name="forward" /> {todo}
        </p>
      </li>
    ))}
  </ul>
);
