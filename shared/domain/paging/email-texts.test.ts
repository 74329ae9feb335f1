import { describe, expect, it } from 'vitest';
import type { Instant } from '../../lib/instant.ts';
import { pageEmail } from './email-texts.ts';

const label = { number: 7, severity: 'SEV1', title: 'checkout is down', service: 'Checkout' } as const;
const URL = 'https://pd.example';
const at = '2026-11-24T10:00:00.000Z' as Instant;

describe('a page by e-mail', () => {
  it('says what is wrong, where to look and how to answer', () => {
    expect(pageEmail(label, null, URL)).toEqual({
      subject: 'INC-7 SEV1 checkout is down',
      text: [
        'INC-7 SEV1: checkout is down',
        'Service: Checkout',
        '',
        'Look at it and acknowledge it: https://pd.example/incidents/INC-7',
        'By the API: POST https://pd.example/v1/incidents/INC-7/acknowledge',
        '',
        'Answers to this e-mail are not read.',
        '',
      ].join('\n'),
    });
  });

  it('to the fallback says that nobody has it', () => {
    const answered = pageEmail(label, { why: 'nobody-answered', rounds: 2, at }, URL);
    expect(answered.subject).toBe('NOBODY HAS INC-7 SEV1 checkout is down');
    expect(answered.text).toMatch(/^Every level was paged, 2 times, and nobody answered\.\n/);
    expect(pageEmail(label, { why: 'nobody-to-page', at }, URL).text).toMatch(/^Nobody could be paged for it\.\n/);
  });

  it.each([
    ['a line break', 'down\r\nBcc: everybody@example.com'],
    ['a line separator', 'down\u2028Bcc: everybody@example.com'],
    ['a null byte', 'down\u0000Bcc: everybody@example.com'],
    ['another direction', 'down\u202eBcc: everybody@example.com'],
  ])('is one line, whatever the title holds: %s', (_, title) => {
    const { subject, text } = pageEmail({ ...label, title }, null, URL);
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
    expect(text.split('\n')).toHaveLength(8);
  });

  it('has a title in any script, which is cut where it is too long', () => {
    expect(pageEmail({ ...label, title: 'Каса не працює 🔥' }, null, URL).subject).toBe('INC-7 SEV1 Каса не працює 🔥');
    expect(pageEmail({ ...label, title: 'x'.repeat(5000) }, null, URL).subject.length).toBeLessThan(140);
    expect(pageEmail({ ...label, title: ' \n ' }, null, URL).subject).toBe('INC-7 SEV1 untitled');
  });
});
