import type { ViewsOpenArguments, ViewsPublishArguments } from '@slack/web-api';
import { expect, it } from 'vitest';
import { card } from './card.ts';
import { CARDS } from './fixtures/incidents.ts';
import { home } from './home.ts';
import { resolveModal } from './modals/incident-modals.ts';

/** Slack's blocks, without the catch-all of a type that is any text. */
type Named<T> = T extends { type: infer Type } ? (string extends Type ? never : T) : never;
type KnownView = Named<ViewsOpenArguments['view']>;
type KnownBlock = Named<KnownView['blocks'][number]>;
type Exact<T> = Omit<T, 'blocks'> & { blocks: KnownBlock[] };

it("is what Slack's own types say that it takes", () => {
  const { incident } = CARDS.worked;
  const message: { text: string; blocks: readonly KnownBlock[] } = card(CARDS.worked);
  const modal: Exact<Extract<KnownView, { type: 'modal' }>> = resolveModal(incident, '');
  const appHome: Exact<Extract<Named<ViewsPublishArguments['view']>, { type: 'home' }>> = home({
    user: { name: 'Ada Park' },
    openIncidents: [],
    shifts: [],
    rules: [],
    canDrill: true,
    at: CARDS.worked.at,
  });
  expect([message.blocks.length, modal.blocks.length, appHome.blocks.length]).not.toContain(0);
});
