import { describe, expect, it } from 'vitest';
import type { Refusal } from '../domain/incident/commands.ts';
import { ADA, acknowledged, BEN, later, OTHER_INCIDENT, triggered } from '../domain/incident/fixtures/incident.ts';
import { CARDS } from './fixtures/incidents.ts';
import { failureText, refusalText } from './refusal.ts';

const said = (refusal: Refusal, incident = triggered(), viewer = BEN) =>
  refusalText(refusal, incident, viewer).replace(/<!date\^[^|]*\|([^>]*)>/g, '$1');

describe('why nothing was done', () => {
  it('names who was first, and when', () => {
    const refusal = { code: 'already-acknowledged', by: ADA, at: later(60) } as const;
    expect(said(refusal, acknowledged())).toBe(
      '*Ada Park* acknowledged INC-7 already, 2026-11-23 03:01 UTC. Nobody is being paged.',
    );
    expect(said(refusal, acknowledged(), ADA)).toBe(
      'You acknowledged INC-7 already, 2026-11-23 03:01 UTC. Nobody is being paged.',
    );
  });

  it('says of an old card that it is over, and how to begin again', () => {
    expect(said({ code: 'already-resolved', by: ADA, at: later(60), mergedInto: null })).toBe(
      '*Ada Park* resolved INC-7 already, 2026-11-23 03:01 UTC. Nothing changed. If it is not over, press Reopen on its card.',
    );
    expect(
      said({ code: 'already-resolved', by: ADA, at: later(60), mergedInto: OTHER_INCIDENT }, CARDS.merged.incident),
    ).toBe('INC-7 was merged into INC-3 2026-11-23 03:01 UTC. Nothing changed: go on there.');
  });

  it.each<[Refusal, string]>([
    [{ code: 'not-found' }, 'This incident does not exist. `/incident list` shows the open ones.'],
    [{ code: 'already-declared' }, 'INC-7 is declared already. Nothing changed.'],
    [{ code: 'not-resolved' }, 'INC-7 is open. There is nothing to reopen.'],
    [
      { code: 'nobody-to-page' },
      'INC-7 was not escalated: there is no escalation policy for it. Page someone by name: `/incident page @name`.',
    ],
    [{ code: 'same-incident' }, 'INC-7 cannot be merged into itself. Name the other one: `/incident merge INC-3`.'],
    [
      { code: 'too-many-alerts' },
      'INC-7 holds 200 alerts, and takes no more. Further ones open an incident of their own.',
    ],
    [{ code: 'nothing-to-do', why: 'the role is already with them' }, 'Nothing to do: the role is already with them.'],
  ])('%j', (refusal, text) => {
    expect(said(refusal)).toBe(text);
  });

  it('does not claim to know what a failure left behind', () => {
    expect(failureText(triggered())).toContain('Look at the card of INC-7');
    expect(failureText(null)).toContain('it is not certain');
  });
});
