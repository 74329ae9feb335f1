import type { Severity } from '../domain/incident/severity.ts';
import { SEVERITIES } from '../domain/incident/severity.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Declaration {
  readonly title: string;
  /** As they wrote it; null when they wrote none. */
  readonly severity: Severity | null;
  /** The service that they named; null when they named none, or two. */
  readonly serviceId: string | null;
}

/** Bounds on the work: nobody types more, and no menu offers more. */
const READ_MAX = 500;
const SERVICES_MAX = 1000;

const FIRST = /^\(?(?:sev|p)[- ]?([1-4])\)?(?:\s*[:,\u2013-]\s*|\s+|$)/i;
const LAST = /\s*[,(]?\s*\bsev[- ]?([1-4])\)?[.!]?$/i;

const words = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/** The longest name that the text has in it; of the names within that one, such as `Checkout` in `Checkout API`, none. */
const serviceIn = (text: string, services: readonly Named[]): string | null => {
  const said = words(text.slice(0, READ_MAX));
  const found = services
    .slice(0, SERVICES_MAX)
    .flatMap(({ id, name }) => [name, id].map((called) => ({ id, called: words(called) })))
    .filter(({ called }) => called.trim() !== '' && said.includes(called))
    .toSorted((one, other) => other.called.length - one.called.length);
  const [first] = found;
  const isOther = found.some(({ id, called }) => id !== first?.id && !first?.called.includes(called));
  return first && !isOther ? first.id : null;
};

/**
 * What somebody typed behind `/incident declare`, as the form begins with it: `sev1 checkout is down` is a severity, a
 * title and a service. A severity is read, and taken out of the title, where it begins or ends the text.
 */
export const declarationFrom = (text: string, services: readonly Named[]): Declaration => {
  const trimmed = text.trim();
  const found = FIRST.exec(trimmed) ?? LAST.exec(trimmed);
  const severity = SEVERITIES.find((each) => each.slice(3) === found?.[1]) ?? null;
  const title = found ? trimmed.replace(found[0], '').trim() : trimmed;
  return { title, severity, serviceId: serviceIn(trimmed, services) };
};
