/** How bad it is: `error`, somebody who should be reached is not; `warning`, it hangs by one thread; `info`, to know. */
export const FINDING_LEVELS = ['error', 'warning', 'info'] as const;
export type FindingLevel = (typeof FINDING_LEVELS)[number];

export type FindingCode =
  | 'no-rules'
  | 'not-verified'
  | 'opted-out'
  | 'single-channel'
  | 'gap'
  | 'level-unreachable'
  | 'no-people'
  | 'no-fallback'
  | 'fallback-unreachable'
  | 'no-policy';

export interface FindingSubject {
  readonly type: 'user' | 'schedule' | 'policy' | 'service';
  readonly id: string;
  readonly name: string;
}

/** Something that would keep a page from reaching somebody. */
export interface Finding {
  /** The same for the same trouble, whenever it is looked for: `gap:schedule:checkout-primary`. */
  readonly id: string;
  readonly level: FindingLevel;
  readonly code: FindingCode;
  readonly subject: FindingSubject;
  readonly what: string;
  readonly why: string;
  /** What somebody can do about it. */
  readonly todo: string;
}

interface Said extends Pick<Finding, 'level' | 'code' | 'what' | 'why' | 'todo'> {
  /** Tells several of one code and subject apart. */
  readonly part?: string | number;
}

export const findingOf = (
  { type, id, name }: { readonly type: FindingSubject['type']; readonly id: string; readonly name: string },
  { part, ...said }: Said,
): Finding => ({
  id: [said.code, type, id, ...(part === undefined ? [] : [part])].join(':'),
  subject: { type, id, name },
  ...said,
});

/** The worst first, and what is of one kind together. */
export const inOrder = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => {
    const byLevel = FINDING_LEVELS.indexOf(a.level) - FINDING_LEVELS.indexOf(b.level);
    if (byLevel !== 0) return byLevel;
    return a.id < b.id ? -1 : Number(a.id > b.id);
  });
