import { useSyncExternalStore } from 'react';

/** Who the page speaks for: a token of the API, kept for this tab alone and forgotten with it. */
export interface Session {
  readonly token: string;
  /** Milliseconds; null when it does not end by itself. */
  readonly expiresAt: number | null;
  readonly refreshToken: string | null;
}

const KEY = 'pd-lite.session';
const listeners = new Set<() => void>();
let current: Session | null = read();
let reason: string | null = null;

function read(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Session | null;
  } catch {
    return null;
  }
}

const tell = () => {
  for (const listener of listeners) listener();
};

export const session = (): Session | null => current;
/** Why there is no session any more, in words for people. */
export const signedOutBecause = (): string | null => reason;

export const signIn = (next: Session): void => {
  current = next;
  reason = null;
  sessionStorage.setItem(KEY, JSON.stringify(next));
  tell();
};

/** Forgets the token, and everything that was seen with it. */
export const signOut = (because: string | null = null): void => {
  current = null;
  reason = because;
  sessionStorage.removeItem(KEY);
  localStorage.removeItem('pd-lite.last-seen');
  tell();
};

export const useSession = (): Session | null =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, session);
