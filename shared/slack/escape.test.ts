import { describe, expect, it } from 'vitest';
import { asTyped } from './as-typed.ts';
import { escaped, inline, literal, quote } from './escape.ts';
import { HOSTILE } from './fixtures/incidents.ts';

describe('a text of people between texts of ours', () => {
  it('shows mentions, links and escapes as typed, and pings nobody', () => {
    expect(escaped('<!channel> <@U123> &lt;')).toBe('&lt;!channel&gt; &lt;@U123&gt; &amp;lt;');
    expect(inline('<https://evil.example|click>', 100)).toBe('&lt;https://evil.example|click&gt;');
  });

  it('formats nothing, and keeps the names of things', () => {
    expect(inline('*bold* _it_ ~no~ `code`', 100)).toBe(
      '\u2217bold\u2217 \u02cdit\u02cd \u223cno\u223c \u02cbcode\u02cb',
    );
    expect(inline('checkout_api_5xx a*b', 100)).toBe('checkout_api_5xx a*b');
  });

  it('is one line, without control characters, direction overrides and half characters', () => {
    expect(inline('a\nb\tc\u0007d\u202ee\ud83d', 100)).toBe('a b c de\ufffd');
  });

  it('is cut to what Slack counts, never inside of an escape or of a character', () => {
    expect(inline('&&&&', 20)).toBe('&amp;&amp;&amp;&amp;');
    expect(inline('&&&&&', 20)).toBe('&amp;&amp;&amp;…');
    expect(literal('🔥🔥🔥', 5)).toBe('🔥🔥…');
    expect(literal('🔥🔥🔥', 6)).toBe('🔥🔥🔥');
  });
});

describe('a quotation', () => {
  it('marks every line, and leaves formatting within lines to its writer', () => {
    expect(quote('We run `kubectl` *now*\n\n& wait', 100)).toBe('> We run `kubectl` *now*\n> \n> &amp; wait');
  });

  it('cannot be left by a block of code', () => {
    expect(quote('```\nrm -rf /\n```', 100)).toBe("> '''\n> rm -rf /\n> '''");
  });

  it('lets an address be followed that is shown as it is, and none that hides behind a name', () => {
    expect(quote('See https://grafana.example/d/1?a=1&b=2.', 100)).toBe(
      '> See <https://grafana.example/d/1?a=1&amp;b=2>.',
    );
    expect(quote('<https://evil.example|https://good.example>', 100)).toBe(
      '> &lt;<https://evil.example>|<https://good.example>&gt;',
    );
    expect(quote('javascript://x https://a.example/very/long', 30)).toBe('> javascript://x https://a.ex…');
  });

  it('is cut by length and by lines, and says so', () => {
    expect(quote('one two three', 10)).toBe('> one two…');
    expect(quote('a\nb\nc\nd', 100, 2)).toBe('> a\n> b\n> …');
    expect(quote(HOSTILE.repeat(200), 500).length).toBeLessThanOrEqual(500);
  });
});

describe('what Slack sends of a text', () => {
  it.each([
    ['&lt;3 &amp;amp;', '<3 &amp;'],
    ['<@U123|ada> <@U123>', '@ada @U123'],
    ['<#C1|general> <#C1>', '#general #C1'],
    ['<!here> <!subteam^S1|@oncall> <!channel|channel>', '@here @oncall channel'],
    ['<https://a.example/x?y=1&amp;z=2>', 'https://a.example/x?y=1&z=2'],
    ['<http://a.example|a.example>', 'a.example (http://a.example)'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['3 < 4 > 2', '3 < 4 > 2'],
  ])('%s is what somebody typed as %s', (sent, typed) => {
    expect(asTyped(sent)).toBe(typed);
  });
});
