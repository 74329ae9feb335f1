import type { Severity } from '../domain/incident/severity.ts';

/**
 * Where the sender says nothing: the middle, as Opsgenie does with P3. Who is paged is the escalation policy's
 * decision, so such an alert still rings; it only does not claim to be worse than those that say so.
 */
export const SEVERITY_UNSAID: Severity = 'SEV3';

const WORDS: Readonly<Record<Severity, readonly string[]>> = {
  SEV1: ['critical', 'crit', 'page', 'fatal', 'emergency', 'sev1', 'p1', '1'],
  SEV2: ['error', 'err', 'high', 'major', 'sev2', 'p2', '2'],
  SEV3: ['warning', 'warn', 'medium', 'moderate', 'minor', 'sev3', 'p3', '3'],
  SEV4: ['info', 'informational', 'information', 'notice', 'low', 'none', 'sev4', 'p4', '4', 'p5', '5'],
};

const BY_WORD: ReadonlyMap<string, Severity> = new Map(
  (Object.keys(WORDS) as Severity[]).flatMap((severity) => WORDS[severity].map((word) => [word, severity] as const)),
);

/** The severity a word of any monitor means, whatever its case; undefined when it is none we know. */
export const severityOfWord = (word: string): Severity | undefined => BY_WORD.get(word.trim().toLowerCase());
