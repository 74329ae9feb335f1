import type { UserId } from '../../lib/ids.ts';
import { isPlace, type PlaceTarget, type Target } from './policy.ts';
import type { Told } from './run.ts';

const hostOf = (url: string): string => new URL(url).hostname;

/** What people call it: its name, and where it has none what can be told from its address. */
export const placeName = (place: PlaceTarget): string => {
  if (place.type === 'slack-channel') return place.name ?? `the channel ${place.id}`;
  return place.name ?? hostOf(place.url);
};

const addressOf = (place: PlaceTarget): string => (place.type === 'webhook' ? place.url : place.id);

/** The places among targets, each once. */
export const placesOf = (targets: readonly Target[]): readonly Told[] => {
  const places = new Map(targets.filter(isPlace).map((target) => [addressOf(target), target]));
  return [...places.values()].map((target) => ({ target, name: placeName(target) }));
};

/** Stands for a place where a page has a person: the place's number in its level. No id of a person has this form. */
export const placeId = (index: number): UserId => `_${index}` as UserId;

export const isPlaceId = (id: UserId): boolean => id.startsWith('_');
