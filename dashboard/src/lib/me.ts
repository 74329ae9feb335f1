import { useApi } from './data.ts';
import type { User } from './types.ts';

export interface Me {
  readonly kind: 'user' | 'token';
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'responder' | 'viewer';
  readonly user: User | null;
}

/** Whoever is signed in, and what they may do. */
export const useMe = () => useApi<Me>('/v1/me', { staleMs: 60_000 });
