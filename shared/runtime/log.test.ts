import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { errorFacts, LOG_CODES, log } from './log.ts';

const lines: string[] = [];
beforeEach(() => {
  process.env['POWERTOOLS_DEV'] = 'true';
  delete process.env['POWERTOOLS_LOG_LEVEL'];
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  lines.length = 0;
});

describe('a log line', () => {
  it('has its code, its message and the facts', () => {
    log.warn('effects.incomplete', { incidentId: 'i', seq: 7 });
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      level: 'WARN',
      code: 'effects.incomplete',
      message: LOG_CODES['effects.incomplete'],
      incidentId: 'i',
      seq: 7,
    });
  });

  it('keeps of an error its name and place, and not its message, which may quote data', () => {
    const error = Object.assign(new Error('no such phone +12025550101'), { name: 'Odd' });
    expect(errorFacts(error)).toMatchObject({ errorName: 'Odd' });
    expect(JSON.stringify(errorFacts(error))).not.toContain('2025550101');
    expect(errorFacts('text +12025550101')).toEqual({ errorName: 'string' });
  });

  it('keeps out the message when it runs over more than one line, too', () => {
    const error = new Error('a\n at +12025550101 (somebody)');
    expect(JSON.stringify(errorFacts(error))).not.toContain('2025550101');
  });
});
