import { QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { get, Problem } from './api.ts';

/** How often what may change at any moment is asked for. While nobody looks at the page it is not. */
export const LIVE_MS = 2000;
/** What was asked for just now is not asked for again by another part of the page. */
const STALE_MS = 1000;
const RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      refetchOnWindowFocus: true,
      staleTime: STALE_MS,
      retry: (count, error) =>
        count < RETRIES && !(error instanceof Problem && error.status >= 400 && error.status < 500),
      retryDelay: (attempt) => 500 * 2 ** attempt,
    },
  },
});

/** What an address of the API answers; asked again every so often, unless that is 0. */
export const useApi = <T>(path: string | null, { everyMs = 0, staleMs = STALE_MS } = {}) =>
  useQuery<T, Problem>({
    queryKey: ['api', path],
    queryFn: ({ signal }) => get<T>(path as string, signal),
    enabled: path !== null,
    staleTime: staleMs,
    refetchInterval: everyMs === 0 ? false : everyMs,
  });

const PAGES_MAX = 50;

/** All of a list that comes in pages; bounded, since nobody has more people or services than that on one screen. */
export const useAll = <T>(resource: string, { everyMs = 0 } = {}) =>
  useQuery<readonly T[], Problem>({
    queryKey: ['api', resource, 'all'],
    queryFn: async ({ signal }) => {
      const items: T[] = [];
      let after = '';
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const path = `${resource}?limit=100${after ? `&after=${encodeURIComponent(after)}` : ''}`;
        const answer = await get<{ items: T[]; next?: string | null }>(path, signal);
        items.push(...answer.items);
        if (!answer.next) break;
        after = answer.next;
      }
      return items;
    },
    refetchInterval: everyMs === 0 ? false : everyMs,
  });

/** Has everything asked for again whose address begins so. */
export const useRefresh = () => {
  const client = useQueryClient();
  return useCallback(
    (...prefixes: readonly string[]) =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => prefixes.some((prefix) => String(queryKey[1]).startsWith(prefix)),
      }),
    [client],
  );
};
