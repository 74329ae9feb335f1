import type { ReactNode } from 'react';
import { type Me, useMe } from './me.ts';

const RANK: Readonly<Record<Me['role'], number>> = { viewer: 0, responder: 1, admin: 2 };

interface Needed {
  readonly as: 'responder' | 'admin';
  /** A person may change what is their own with less. */
  readonly own?: string;
}

/**
 * Whether whoever is signed in may do something. It only spares people a button that would be refused: the API decides.
 * Until it is known who they are it is true, so that nobody waits for it at night.
 */
export const useMay = ({ as, own }: Needed): boolean => {
  const { data } = useMe();
  if (!data) return true;
  const isOwn = own !== undefined && data.user?.id === own;
  return RANK[data.role] >= RANK[isOwn ? 'responder' : as];
};

/** What there is to do, for those who may. */
export const May = ({ children, ...needed }: Needed & { readonly children: ReactNode }) =>
  useMay(needed) ? children : null;
