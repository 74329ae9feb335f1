import type { ReactNode } from 'react';
import type { Problem } from '../lib/api.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';

/** Where something will be in a moment. */
export const Skeleton = ({ lines = 3, label = 'Loading' }: { readonly lines?: number; readonly label?: string }) => (
  <div className="skeleton" role="status">
    <span className="visually-hidden">{label}</span>
    {Array.from({ length: lines }, (_, line) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
      <span key={line} className="skeleton-line" aria-hidden="true" />
    ))}
  </div>
);

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  /** `h1` where it is all that the page has to say. */
  readonly heading?: 'h1' | 'h2';
  readonly children?: ReactNode;
}

/** There is nothing here, and why that is well or what to do. */
export const Empty = ({ icon, title, heading: Heading = 'h2', children }: EmptyProps) => (
  <div className="empty">
    <span className="empty-icon">
      <Icon name={icon} />
    </span>
    <Heading className="empty-title">{title}</Heading>
    {children && <div className="empty-text">{children}</div>}
  </div>
);

/** It could not be read: why, and what to do. */
export const Failed = ({
  problem,
  onRetry,
  what,
  heading: Heading = 'h2',
}: {
  readonly problem: Problem;
  readonly onRetry?: () => void;
  readonly what: string;
  readonly heading?: 'h1' | 'h2';
}) => (
  <div className="empty" role="alert">
    <span className="empty-icon bad">
      <Icon name="warning" />
    </span>
    <Heading className="empty-title">
      {problem.status === 404 ? `There is no such ${what}` : `The ${what} could not be loaded`}
    </Heading>
    <div className="empty-text">
      <p>{adviceOf(problem)}</p>
      {onRetry && problem.status !== 404 && (
        <Button icon="forward" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  </div>
);

const adviceOf = (problem: Problem): string => {
  if (problem.unreachable) return `${problem.message} It is tried again by itself as soon as that is possible.`;
  if (problem.status === 403) return `${problem.message} Ask an admin if you need it.`;
  if (problem.status === 404) return 'It may have been removed, or the address has a typo.';
  return problem.message;
};

interface LoadedProps<T> {
  readonly query: {
    readonly data: T | undefined;
    readonly error: Problem | null;
    readonly refetch: () => unknown;
  };
  readonly what: string;
  readonly lines?: number;
  /** `h1` where it is all that the page has to say. */
  readonly heading?: 'h1' | 'h2';
  readonly children: (data: T) => ReactNode;
}

/** What was asked for, or why it is not there yet. What was read before stays while it cannot be read anew. */
export const Loaded = <T,>({ query, what, lines = 4, heading = 'h2', children }: LoadedProps<T>) => {
  const { data, error, refetch } = query;
  if (data === undefined && error) {
    return <Failed problem={error} what={what} heading={heading} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton lines={lines} label={`Loading the ${what}`} />;
  return (
    <>
      {error && (
        <p className="stale" role="status">
          <Icon name="warning" /> This may be out of date. {error.message}
        </p>
      )}
      {children(data)}
    </>
  );
};
