import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { byKind, type Fields, type Stored } from './model.ts';
import { readConfigFile, referenceProblems } from './read-file.ts';

const FILE = `# Who is paged for Checkout
users:
  ada:
    name: Ada Park
    rules:
      - { channel: voice, to: +12025550101, delaySeconds: 120 }
      - { channel: sms, to: "+12025550101", delaySeconds: 0 }
schedules:
  primary:
    name: Primary
    timeZone: Europe/London
    layers:
      - name: week
        rotation: { unit: week, length: 1, startsAt: 2026-11-23T09:00 }
        participants: [ada, ben]
policies:
  checkout:
    name: Checkout
    levels:
      - targets: [{ type: schedule, id: primary }]
        timeoutSeconds: 300
services:
  checkout: { name: Checkout, policyId: checkout }
`;

const EMPTY = byKind(() => new Map<string, Stored>());
const said = (text: string) =>
  readConfigFile(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
const fieldsOf = (text: string, id: string): Fields | undefined => readConfigFile(text).config.users.get(id);

describe('a file of configuration', () => {
  it('is read into what was given, and no more; a phone may stand without quotes, rules in any order', () => {
    expect(said(FILE)).toEqual([]);
    expect(fieldsOf(FILE, 'ada')).toEqual({
      name: 'Ada Park',
      rules: [
        { channel: 'sms', to: '+12025550101', delaySeconds: 0 },
        { channel: 'voice', to: '+12025550101', delaySeconds: 120 },
      ],
    });
    expect(readConfigFile(FILE).config.services.get('checkout')).toEqual({ name: 'Checkout', policyId: 'checkout' });
  });

  it('may use anchors, and may be empty', () => {
    const shared =
      'users:\n  a: { name: A, rules: &r [{ channel: sms, to: +12025550101, delaySeconds: 0 }] }\n  b: { name: B, rules: *r }\n';
    expect(fieldsOf(shared, 'b')?.['rules']).toEqual(fieldsOf(shared, 'a')?.['rules']);
    expect(said('')).toEqual([]);
    expect(said('users:\n')).toEqual([]);
  });

  it.each([
    [
      'a field of a rule',
      FILE.replace('delaySeconds: 120', 'delaySeconds: 9999'),
      '6:45 users.ada.rules[0].delaySeconds must be a whole number from 0 to 3600',
    ],
    [
      'a field that is missing',
      FILE.replace('    name: Primary\n', ''),
      '9:3 schedules.primary.name is missing or blank',
    ],
    [
      'a field that there is not',
      FILE.replace('    name: Ada Park', '    name: Ada Park\n    phone: x'),
      '5:5 users.ada.phone is not a field there is',
    ],
    [
      'a target',
      FILE.replace('type: schedule', 'type: team'),
      '20:21 policies.checkout.levels[0].targets[0].type must be user, schedule, slack-channel or webhook',
    ],
    [
      'an id',
      FILE.replace('  ada:', '  Ada Park:'),
      '3:3 users.Ada Park is no id: an id is words of a to z and 0 to 9, joined by hyphens',
    ],
    [
      'an id said twice',
      FILE.replace('    name: Ada Park', '    id: ada\n    name: Ada Park'),
      '4:5 users.ada.id is said by the key already',
    ],
    [
      'a section',
      FILE.replace('services:', 'servces:'),
      '22:1 servces is not one of users, schedules, policies, services',
    ],
    ['a list for a section', 'users: [ada]', '1:1 users must be a map of ids to users'],
    [
      'the same id again',
      FILE.replace('schedules:', '  ada: { name: Other }\nschedules:'),
      '8:3 Map keys must be unique',
    ],
    ['what is no YAML', 'users:\n  ada: { name: "x }\n', '3:1 Missing closing "quote'],
  ])('names the line of %s that is wrong', (_, text, expected) => {
    expect(said(text)[0]).toBe(expected);
  });

  it('is told all that is wrong at once', () => {
    const wrong = FILE.replace('timeoutSeconds: 300', 'timeoutSeconds: 3')
      .replace('Europe/London', 'London')
      .replace('week,', 'month,');
    expect(said(wrong)).toHaveLength(3);
  });

  it('may name what is in the system, and nothing that is not there or is to be deleted', () => {
    const file = readConfigFile(FILE);
    const ben: Stored = { id: 'ben', version: 1, fields: { name: 'Ben' } };
    const system = { ...EMPTY, users: new Map([['ben', ben]]) };
    expect(referenceProblems(file, system, false)).toEqual([]);
    const missing = [
      {
        line: 15,
        column: 29,
        message: 'schedules.primary.layers[0].participants[1] names the user ben, which is not there',
      },
    ];
    expect(referenceProblems(file, EMPTY, false)).toEqual(missing);
    expect(referenceProblems(file, system, true)).toEqual(missing);
  });
});

describe('the guides', () => {
  it.each(['first-hour', 'on-call', 'escalation'])('%s shows a file that is valid', (guide) => {
    const text = readFileSync(new URL(`../../docs/${guide}.md`, import.meta.url), 'utf8');
    const shown = [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, yaml = '']) => yaml);
    expect(shown.length).toBeGreaterThan(0);
    for (const yaml of shown) expect(said(yaml)).toEqual([]);
  });
});
