import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IncidentCommandText, namedFirst, parseCommand } from './command-text.ts';
import type { ModalName } from './names.ts';
import { opensModal } from './opens-modal.ts';
import { COMMAND_WORDS } from './words.ts';

describe('what people type after /incident', () => {
  it.each([
    ['', { name: 'help' }],
    ['   ', { name: 'help' }],
    ['help', { name: 'help' }],
    ['declare', { name: 'declare', text: '' }],
    ['declare checkout is down', { name: 'declare', text: 'checkout is down' }],
    ['  DECLARE   checkout   is down ', { name: 'declare', text: 'checkout   is down' }],
    ['declare “checkout is down”', { name: 'declare', text: 'checkout is down' }],
    [
      'declare 500s &gt; 3 % &amp; rising on <https://shop.example|shop.example>',
      { name: 'declare', text: '500s > 3 % & rising on shop.example (https://shop.example)' },
    ],
    ['declare "checkout" is "down"', { name: 'declare', text: '"checkout" is "down"' }],
    ['ack', { name: 'ack', incident: null }],
    ['Acknowledge INC-7', { name: 'ack', incident: 7 }],
    ['ack inc7', { name: 'ack', incident: 7 }],
    ['ack 7', { name: 'ack', incident: 7 }],
    ['ack #7', { name: 'ack', incident: 7 }],
    ['ack <#C0INC7|inc-7-checkout-is-down>', { name: 'ack', incident: 7 }],
    ['ack please', { name: 'ack', incident: null }],
    ['resolve', { name: 'resolve', incident: null, text: '' }],
    ['resolve INC-7 rolled back', { name: 'resolve', incident: 7, text: 'rolled back' }],
    ['resolve 7', { name: 'resolve', incident: 7, text: '' }],
    ['escalate', { name: 'escalate', incident: null, text: '' }],
    ['escalate 7', { name: 'escalate', incident: 7, text: '' }],
    ['update INC-7: payments fail too', { name: 'update', incident: 7, text: 'payments fail too' }],
    [
      'note asked <@U0BEN|ben> in <#C0GENERAL|general>',
      { name: 'note', incident: null, text: 'asked @ben in #general' },
    ],
    ['sev', { name: 'severity', incident: null, severity: null }],
    ['severity 2', { name: 'severity', incident: null, severity: 'SEV2' }],
    ['severity sev-1', { name: 'severity', incident: null, severity: 'SEV1' }],
    ['severity to SEV3', { name: 'severity', incident: null, severity: 'SEV3' }],
    ['severity INC-7 2', { name: 'severity', incident: 7, severity: 'SEV2' }],
    ['severity 7 to sev2', { name: 'severity', incident: 7, severity: 'SEV2' }],
    ['severity 7', { name: 'severity', incident: 7, severity: null }],
    ['sev1', { name: 'severity', incident: null, severity: 'SEV1' }],
    ['assign', { name: 'assign', incident: null, role: null, who: null }],
    ['assign commander <@U0ADA|ada>', { name: 'assign', incident: null, role: 'incident-commander', who: '<@U0ADA>' }],
    [
      'assign <@U0ADA> as Incident Commander',
      { name: 'assign', incident: null, role: 'incident-commander', who: '<@U0ADA>' },
    ],
    ['assign INC-7 comms to me', { name: 'assign', incident: 7, role: 'communications', who: 'me' }],
    ['assign ic Ada Park', { name: 'assign', incident: null, role: 'incident-commander', who: 'Ada Park' }],
    ['assign scribe', { name: 'assign', incident: null, role: 'scribe', who: null }],
    ['page', { name: 'page', incident: null, who: null, text: '' }],
    [
      'page <@U0BEN|ben> the database is full',
      { name: 'page', incident: null, who: '<@U0BEN>', text: 'the database is full' },
    ],
    ['page INC-7 <@U0BEN>', { name: 'page', incident: 7, who: '<@U0BEN>', text: '' }],
    [
      'page <!subteam^S0ONCALL|@oncall-checkout> now',
      { name: 'page', incident: null, who: '<!subteam^S0ONCALL>', text: 'now' },
    ],
    [
      'page “Payments primary” it is down',
      { name: 'page', incident: null, who: 'Payments primary', text: 'it is down' },
    ],
    ['page Payments primary', { name: 'page', incident: null, who: 'Payments primary', text: '' }],
    ['who', { name: 'who' }],
    ['on-call', { name: 'who' }],
    ['oncall', { name: 'who' }],
    ['who is on call?', { name: 'who' }],
    ['on call', { name: 'who' }],
    ['list', { name: 'list' }],
    ['timeline INC-7', { name: 'timeline', incident: 7 }],
    ['merge INC-3', { name: 'merge', incident: null, into: 3 }],
    ['merge into 3', { name: 'merge', incident: null, into: 3 }],
    ['merge INC-7 into INC-3', { name: 'merge', incident: 7, into: 3 }],
    ['merge 7 3', { name: 'merge', incident: 7, into: 3 }],
    ['merge', { name: 'merge', incident: null, into: null }],
  ])('%j', (text, meant) => {
    expect(parseCommand(text)).toEqual(meant);
  });

  it('takes a number that begins a sentence for a part of the sentence, and never for another incident', () => {
    expect(parseCommand('note 5 users are affected')).toEqual({
      name: 'note',
      incident: null,
      text: '5 users are affected',
    });
    expect(parseCommand('update 3 of 4 regions are back')).toMatchObject({ incident: null });
    expect(parseCommand('note 5: users are affected')).toEqual({
      name: 'note',
      incident: 5,
      text: 'users are affected',
    });
  });

  it.each([
    ['reslove', 'resolve'],
    ['resolv', 'resolve'],
    ['acknowlege', 'ack'],
    ['akc', 'ack'],
    ['declar', 'declare'],
    ['escelate', 'escalate'],
    ['udpate', 'update'],
    ['timline', 'timeline'],
    ['hlep', 'help'],
    ['frobnicate', null],
    ['x', null],
    ['checkout', null],
  ])('asks after %s whether %s was meant', (word, suggestion) => {
    expect(parseCommand(word)).toEqual({ name: 'unknown', word, suggestion });
  });
});

/** Pieces of what could be typed, in any order. */
const typed = fc
  .array(
    fc.constantFrom(
      ...COMMAND_WORDS,
      'INC-7',
      '7',
      '#7',
      '2',
      'sev2',
      'to',
      'into',
      'me',
      'commander',
      '<@U0ADA|ada>',
      '<#C1|inc-7-x>',
      '<#C1|>',
      '<!subteam^S1|@x>',
      '“',
      '”',
      'it is down',
      '&lt;',
      '<',
      '>',
      '\n',
      '?',
      ':',
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(' '));

const modalFor = (command: IncidentCommandText): ModalName | null => {
  switch (command.name) {
    case 'declare':
    case 'resolve':
    case 'update':
      return command.name;
    case 'note':
      return command.text === '' ? 'note' : null;
    case 'severity':
      return command.severity === null ? 'severity' : null;
    case 'assign':
      return command.role === null && command.who === null ? 'assign' : null;
    default:
      return null;
  }
};

describe('the reading of commands', () => {
  it('never throws and gives back no longer texts than were typed, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(typed, fc.string({ unit: 'binary' })), (text) => {
        const command = parseCommand(text);
        if ('text' in command) expect(command.text.length).toBeLessThanOrEqual(text.length + 20);
      }),
    );
  });

  it('is quick with an absurd input', () => {
    for (const piece of ['assign ', '<@U', '<!subteam^S', '" ', 'to ', ' ', '<', '&amp;']) {
      parseCommand(`assign ${piece.repeat(100_000)}`);
      parseCommand(`page ${piece.repeat(100_000)}`);
      parseCommand(piece.repeat(100_000));
    }
  }, 2000);

  it('agrees with the entrance about which commands open a modal', () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(opensModal(text)).toBe(modalFor(parseCommand(text)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a name at the beginning of a text', () => {
  it('is the longest that fits, whatever its case', () => {
    const names = ['Payments', 'Payments primary', 'Checkout'];
    expect(namedFirst('payments primary: it is down', names)).toEqual({ name: 'Payments primary', text: 'it is down' });
    expect(namedFirst('PAYMENTS', names)).toEqual({ name: 'Payments', text: '' });
    expect(namedFirst('paymentsystem', names)).toBeNull();
    expect(namedFirst('', [''])).toBeNull();
  });
});
