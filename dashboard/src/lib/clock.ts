import { useEffect, useState, useSyncExternalStore } from 'react';
import { configuration } from './configuration.ts';

/** What time it is for the product. The laptop's clock may run faster than ours, or stand still. */
let anchor = { product: Date.now(), ours: Date.now(), speed: 1 };
const listeners = new Set<() => void>();
let text = '';

export const nowMs = (): number => anchor.product + (Date.now() - anchor.ours) * anchor.speed;

const LOOK_EVERY_MS = 5000;
const TICK_MS = 1000;

const look = async (): Promise<void> => {
  const { laptop } = await configuration();
  if (!laptop || document.hidden) return;
  try {
    const response = await fetch('/sandbox/clock', { cache: 'no-store' });
    const { now, speed } = (await response.json()) as { now: string; speed: number };
    anchor = { product: Date.parse(now), ours: Date.now(), speed };
  } catch {
    // The region is away: time goes on as it did.
  }
};

/** Follows the product's clock for as long as the page is open. */
export const startClock = (): void => {
  void look();
  setInterval(() => void look(), LOOK_EVERY_MS);
  setInterval(() => {
    text = String(Math.floor(nowMs() / TICK_MS));
    for (const listener of listeners) listener();
  }, TICK_MS);
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Product time, and a new drawing when it has moved on by so many seconds. */
export const useNow = (everySeconds = 1): number => {
  useSyncExternalStore(subscribe, () => Math.floor(Number(text || nowMs() / TICK_MS) / everySeconds));
  return nowMs();
};

/** Whether the browser believes that it has a network. */
export const useOnline = (): boolean => {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  }, []);
  return online;
};
