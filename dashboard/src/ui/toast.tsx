import { useSyncExternalStore } from 'react';

interface Toast {
  readonly id: number;
  readonly text: string;
}

const SHOWN_MS = 6000;
let toasts: readonly Toast[] = [];
let ids = 0;
const listeners = new Set<() => void>();

const change = (next: readonly Toast[]): void => {
  toasts = next;
  for (const listener of listeners) listener();
};

/** Says what has happened, for a moment. */
export const toast = (text: string): void => {
  ids += 1;
  const made = { id: ids, text };
  change([...toasts.slice(-2), made]);
  setTimeout(() => change(toasts.filter(({ id }) => id !== made.id)), SHOWN_MS);
};

export const Toasts = () => {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text }) => (
        <p key={id} className="toast">
          {text}
        </p>
      ))}
    </div>
  );
};
