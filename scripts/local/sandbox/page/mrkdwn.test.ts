import { describe, expect, it } from 'vitest';
// @ts-expect-error The page is plain JavaScript.
import { dateText, parseMrkdwn } from './mrkdwn.js';

const inline = (text: string) => parseMrkdwn(text)[0].parts;
const text = (words: string) => ({ type: 'text', text: words });

describe("Slack's markup", () => {
  it('is bold, italic, struck, code, and one in another', () => {
    expect(inline('*Down* since _now_ ~not~ `a*b*c`')).toEqual([
      { type: 'bold', parts: [text('Down')] },
      text(' since '),
      { type: 'italic', parts: [text('now')] },
      text(' '),
      { type: 'strike', parts: [text('not')] },
      text(' '),
      { type: 'code', text: 'a*b*c' },
    ]);
    expect(inline('*INC-7 _now_*')).toEqual([
      { type: 'bold', parts: [text('INC-7 '), { type: 'italic', parts: [text('now')] }] },
    ]);
    expect(inline('snake_case_name and 2*3*4')).toEqual([text('snake_case_name and 2*3*4')]);
  });

  it('names people, channels, groups, links and moments', () => {
    expect(inline('<@U0ADA> in <#C1|inc-1>, <!subteam^S1|@oncall>, <https://a.example/?a=1&amp;b|here>')).toEqual([
      { type: 'user', id: 'U0ADA', label: '' },
      text(' in '),
      { type: 'channel', id: 'C1', label: 'inc-1' },
      text(', '),
      { type: 'group', id: 'S1', label: '@oncall' },
      text(', '),
      { type: 'link', url: 'https://a.example/?a=1&b', label: 'here' },
    ]);
    expect(inline('<!date^1795403100^{time}|2026-11-23 03:05 UTC>')).toEqual([
      { type: 'date', seconds: 1795403100, format: '{time}', label: '2026-11-23 03:05 UTC' },
    ]);
  });

  it('leaves alone what was escaped, and addresses that are no web addresses', () => {
    expect(inline('&lt;!channel&gt; &lt;script&gt; Tom &amp; Jerry')).toEqual([
      text('<!channel> <script> Tom & Jerry'),
    ]);
    expect(inline('<javascript:alert(1)|press>')).toEqual([text('<javascript:alert(1)|press>')]);
  });

  it('has quotes, lines and text that is preformatted', () => {
    expect(parseMrkdwn('One\nTwo\n> said\n&gt; more\n```x < *y*```')).toMatchObject([
      { type: 'paragraph', parts: [text('One'), { type: 'break' }, text('Two')] },
      { type: 'quote', parts: [text('said'), { type: 'break' }, text('more')] },
      { type: 'preformatted', text: 'x < *y*' },
    ]);
  });

  it('shows the emoji that it knows', () => {
    expect(inline(':pushpin: at :nowhere: 03:04:05')).toEqual([text('📌'), text(' at :nowhere: 03:04:05')]);
  });
});

describe('a moment', () => {
  const seconds = Date.UTC(2026, 10, 23, 12, 5) / 1000;
  const at = (day: number) => Date.UTC(2026, 10, day, 12);

  it('is worded by the day it is read on', () => {
    const said = (day: number) =>
      dateText(seconds, '{date_short_pretty} at {time}', at(day), 'en-GB').replace(/\d\d:/, 'HH:');
    expect([said(22), said(23), said(24), said(25)]).toEqual([
      'Tomorrow at HH:05',
      'Today at HH:05',
      'Yesterday at HH:05',
      '23 Nov 2026 at HH:05',
    ]);
    expect(dateText(seconds, '{nonsense}', at(23))).toBe('{nonsense}');
  });
});
