import type { Instant } from '../../lib/instant.ts';
import type { Severity } from '../incident/severity.ts';

/** What a monitor says, whatever monitor it is: every adapter in `shared/ingest` turns its sender's format into this. */
export interface Alert {
  readonly action: 'trigger' | 'acknowledge' | 'resolve';
  /** The sender's own stable key for the problem (never made from rendered text); 1 to 255 characters. */
  readonly dedupKey: string;
  /** One line for people, at most 1,024 characters. */
  readonly summary: string;
  /** What is affected: a host, a job, a monitor; at most 255 characters. */
  readonly source: string;
  readonly severity: Severity;
  /** When the monitor saw it, where it says so. */
  readonly at?: Instant;
  /** Short facts for grouping and for people: at most 50, each key 128 and value 1,024 characters. */
  readonly labels: Readonly<Record<string, string>>;
  /** http(s) links of the sender, shown as text and never fetched: at most 10. */
  readonly links: readonly { readonly href: string; readonly text: string }[];
}
