import { describe, expect, it } from 'vitest';
import { ADA, declareCommand, incidentAfter, later } from '../domain/incident/fixtures/incident.ts';
import { announcement } from './announcement.ts';
import type { Block } from './blocks.ts';
import { card } from './card.ts';
import { CARDS, HOSTILE, PAGING } from './fixtures/incidents.ts';
import { topic } from './topic.ts';

const labels = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (block.type === 'actions' ? block.elements.map(({ text }) => text.text) : []));
const textOf = (blocks: readonly Block[]): string =>
  blocks.map((block) => (block.type === 'section' || block.type === 'header' ? block.text.text : '')).join('\n');

describe('the card', () => {
  it('has the button that stops the paging first, as long as nobody has it', () => {
    expect(labels(card(CARDS.triggered).blocks)).toEqual([
      'Acknowledge',
      'Escalate',
      'Resolve',
      'Update',
      'Take command',
      'Note',
    ]);
  });

  it('puts nothing that pages where Acknowledge was: a second tap lands on Update', () => {
    expect(labels(card(CARDS.acknowledged).blocks)).toEqual(['Update', 'Escalate', 'Resolve', 'Take command', 'Note']);
  });

  it('can only be reopened once it is over', () => {
    expect(labels(card(CARDS.resolved).blocks)).toEqual(['Reopen']);
  });

  it('says who is being paged and when others are', () => {
    const text = textOf(card(CARDS.triggered).blocks);
    expect(text).toContain('*Paging now:* *Ada Park* and *Ben Osei* (level 1)');
    expect(text).toContain(
      'Others are paged at <!date^1795403100^{time}|2026-11-23 03:05 UTC> unless somebody answers.',
    );
  });

  it('says that what is not urgent rests, and why', () => {
    const text = textOf(card(CARDS['triggered-and-not-urgent']).blocks);
    expect(text).toContain(
      'It is not urgent (SEV3, outside support hours): nobody else is paged, unless it gets worse.',
    );
    expect(text).not.toContain('Nobody else is paged after them');
  });

  it('names some of many', () => {
    const people = Array.from({ length: 9 }, () => PAGING.people[0] ?? { userId: ADA.id as never, name: ADA.name });
    expect(textOf(card({ ...CARDS.triggered, pagingNow: { ...PAGING, people } }).blocks)).toContain('and 5 others');
  });

  it('is loud when nobody is left to page', () => {
    const { text, blocks } = card(CARDS.exhausted);
    expect(text).toContain('NOBODY HAS IT');
    expect(textOf(blocks)).toContain('🚨 *NOBODY HAS THIS.*');
    expect(textOf(blocks)).toContain('*Duty manager* was told as a last resort.');
  });

  it('says nothing of paging once somebody has answered, whatever else it is told', () => {
    expect(textOf(card({ ...CARDS.acknowledged, pagingNow: PAGING }).blocks)).not.toContain('Paging now');
  });

  it('shows a title that would ping everybody as it was typed, in the header and in what a phone shows', () => {
    const incident = incidentAfter(declareCommand({ title: '<!channel> <@U123> &lt;', by: ADA }));
    const { text, blocks } = card({ incident, pagingNow: null, at: later(5) });
    expect(blocks[0]).toEqual({
      type: 'header',
      text: { type: 'plain_text', text: '🔴 INC-7 <!channel> <@U123> &lt;', emoji: false },
    });
    expect(text).toContain('&lt;!channel&gt; &lt;@U123&gt; &amp;lt;');
  });
});

describe('the announcement', () => {
  it('has the way to the channel, and one button while nobody has it', () => {
    expect(labels(announcement({ ...CARDS.triggered, channelId: 'C0INC7' }).blocks)).toEqual(['Acknowledge']);
    expect(labels(announcement({ ...CARDS.worked, channelId: 'C0INC7' }).blocks)).toEqual([]);
    expect(textOf(announcement({ ...CARDS.worked, channelId: 'C0INC7' }).blocks)).toContain('<#C0INC7>');
  });

  it('makes no link of what is no channel of Slack', () => {
    expect(textOf(announcement({ ...CARDS.worked, channelId: '!channel' }).blocks)).not.toContain('<#');
  });
});

describe('the topic', () => {
  it('has the status, who has it and who commands', () => {
    expect(topic(CARDS.triggered)).toBe('🔴 INC-7 SEV2 · Nobody has it yet · Checkout');
    expect(topic(CARDS.worked)).toBe('🟡 INC-7 SEV1 · Ada Park has it · Commander: Ada Park · Checkout');
    expect(topic(CARDS.resolved)).toBe('🟢 INC-7 SEV2 · Resolved by Ben Osei · Checkout');
    expect(topic(CARDS.merged)).toBe('🔀 INC-7 SEV2 · Merged into INC-3 · Checkout');
  });

  it('drops a whole part rather than cut one', () => {
    const by = { ...ADA, name: HOSTILE.repeat(20) };
    const incident = incidentAfter(declareCommand(), { type: 'Acknowledge', by, at: later(60) });
    expect(topic({ incident, pagingNow: null, at: later(60) }).length).toBeLessThanOrEqual(250);
  });
});
