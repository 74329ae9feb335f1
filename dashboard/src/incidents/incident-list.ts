import { useEffect, useSyncExternalStore } from 'react';
import { get, Problem } from '../lib/api.ts';
import { LIVE_MS } from '../lib/data.ts';
import { readLastSeen, writeLastSeen } from '../lib/last-seen.ts';
import type { Incident } from '../lib/types.ts';
import { keyOf, mergePage } from './merge-page.ts';

const PAGE = 100;
/** After this long without an answer the list is called old. */
export const STALE_MS = 10_000;

export interface ListState {
  readonly items: readonly Incident[];
  /** False until the first answer, or the last seen list, is there. */
  readonly ready: boolean;
  /** When the first page was last answered, on the viewer's clock. */
  readonly seenAt: number | null;
  readonly problem: Problem | null;
  readonly more: boolean;
  readonly loadingMore: boolean;
}

interface Chunk {
  readonly after: string | null;
  readonly afterKey: string | null;
}

interface Answer {
  readonly items: readonly Incident[];
  readonly next: string | null;
}

/** A list of incidents that stays true while it is looked at: its first page, and the page that is on screen. */
export class IncidentList {
  readonly #query: string;
  readonly #isOpen: boolean;
  readonly #listeners = new Set<() => void>();
  #chunks: Chunk[] = [{ after: null, afterKey: null }];
  #next: string | null = null;
  #state: ListState = { items: [], ready: false, seenAt: null, problem: null, more: false, loadingMore: false };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #inView: string | null = null;

  /** `ended`: those of a month such as 2026-11 that are over; null: the open ones. */
  constructor(ended: string | null) {
    this.#isOpen = ended === null;
    this.#query = ended === null ? '' : `&ended=${ended}`;
    const seen = this.#isOpen ? readLastSeen() : null;
    if (seen) this.#state = { ...this.#state, items: seen.items, ready: true, seenAt: seen.at };
  }

  state = (): ListState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  };

  /** Which incident is at the top of the screen: its page is read anew too. */
  look(key: string | null): void {
    this.#inView = key;
  }

  refresh = (): void => {
    clearTimeout(this.#timer);
    void this.#round();
  };

  loadMore = async (): Promise<void> => {
    if (this.#state.loadingMore || this.#next === null) return;
    const last = this.#state.items.at(-1);
    const chunk = { after: this.#next, afterKey: last ? keyOf(last) : null };
    this.#set({ loadingMore: true });
    try {
      const answer = await this.#ask(chunk);
      this.#chunks.push(chunk);
      this.#take(chunk, answer, true);
      this.#set({ loadingMore: false, problem: null });
    } catch (problem) {
      this.#set({ loadingMore: false, problem: problem as Problem });
    }
  };

  #start(): void {
    document.addEventListener('visibilitychange', this.#shown);
    void this.#round();
  }

  #stop(): void {
    document.removeEventListener('visibilitychange', this.#shown);
    clearTimeout(this.#timer);
  }

  #shown = (): void => {
    if (!document.hidden) this.refresh();
  };

  async #round(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const [head] = this.#chunks as [Chunk];
      const newest = await this.#ask(head);
      this.#take(head, newest, this.#chunks.length === 1);
      const seen = this.#chunkInView(newest);
      if (seen) this.#take(seen, await this.#ask(seen), seen === this.#chunks.at(-1));
      this.#set({ ready: true, seenAt: Date.now(), problem: null });
      if (this.#isOpen) writeLastSeen(this.#state.items);
    } catch (problem) {
      this.#set({ problem: problem instanceof Problem ? problem : new Problem(0, String(problem)) });
    } finally {
      this.#asking = false;
      clearTimeout(this.#timer);
      if (this.#listeners.size > 0 && !document.hidden) {
        this.#timer = setTimeout(() => void this.#round(), this.#isOpen ? LIVE_MS : 5 * LIVE_MS);
      }
    }
  }

  /** The page that is on screen, when it is not the first. New incidents push older ones out of the first page. */
  #chunkInView(newest: Answer): Chunk | undefined {
    const key = this.#inView;
    const end = newest.items.at(-1);
    if (key === null || !end || newest.next === null || key >= keyOf(end)) return undefined;
    const chunk = this.#chunks.findLast(({ afterKey }) => afterKey === null || key < afterKey);
    return chunk?.after ? chunk : { after: newest.next, afterKey: keyOf(end) };
  }

  #ask({ after }: Chunk): Promise<Answer> {
    return get<Answer>(
      `/v1/incidents?limit=${PAGE}${this.#query}${after ? `&after=${encodeURIComponent(after)}` : ''}`,
    );
  }

  /** `isLast`: it is the last page that was loaded, so that what comes after it is asked for with its `next`. */
  #take({ afterKey }: Chunk, { items, next }: Answer, isLast: boolean): void {
    if (isLast || next === null) this.#next = next;
    if (next === null)
      this.#chunks = this.#chunks.filter((chunk) => chunk.afterKey === null || chunk.afterKey >= (afterKey ?? ''));
    this.#set({
      items: mergePage(this.#state.items, { afterKey, items, last: next === null }),
      more: this.#next !== null,
    });
  }

  #set(change: Partial<ListState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const lists = new Map<string, IncidentList>();

/** One list for each month, kept while the page is open, so that going back finds it as it was. */
export const incidentList = (ended: string | null): IncidentList => {
  const key = ended ?? 'open';
  const known = lists.get(key) ?? new IncidentList(ended);
  lists.set(key, known);
  return known;
};

/** Forgets what was read: somebody else signed in. */
export const forgetLists = (): void => lists.clear();

export const useIncidentList = (list: IncidentList): ListState => {
  const state = useSyncExternalStore(list.subscribe, list.state);
  useEffect(() => () => list.look(null), [list]);
  return state;
};
