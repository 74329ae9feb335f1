import type { Severity, Status } from '../lib/types.ts';
import { Icon, type IconName } from './icons.tsx';

const STATUS: Record<Status, { readonly text: string; readonly icon: IconName }> = {
  triggered: { text: 'Triggered', icon: 'bell' },
  acknowledged: { text: 'Acknowledged', icon: 'user' },
  resolved: { text: 'Resolved', icon: 'check' },
};

export const StatusBadge = ({ status }: { readonly status: Status }) => (
  <span className={`badge status-${status}`}>
    <Icon name={STATUS[status].icon} />
    {STATUS[status].text}
  </span>
);

export const SeverityBadge = ({ severity }: { readonly severity: Severity }) => (
  <span className={`badge severity severity-${severity.toLowerCase()}`}>{severity}</span>
);

/** A person's initials on a colour of their own. */
export const Avatar = ({ name }: { readonly name: string }) => {
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map(([first = '']) => first.toUpperCase())
    .join('');
  return (
    <span className={`avatar hue-${hueOf(name)}`} aria-hidden="true">
      {initials}
    </span>
  );
};

const HUES = 8;

/** The same for the same name, so that a person has one colour everywhere. */
export const hueOf = (name: string): number =>
  [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % HUES;
