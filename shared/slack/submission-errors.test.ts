import { describe, expect, it } from 'vitest';
import { ROLES } from '../domain/incident/incident.ts';
import { SEVERITIES } from '../domain/incident/severity.ts';
import { FIELD_LIMITS } from './limits.ts';
import { submissionErrors } from './submission-errors.ts';

const long = 'x'.repeat(FIELD_LIMITS.text + 1);

describe('a submitted modal', () => {
  it.each(SEVERITIES)('declares with a title and %s', (severity) => {
    expect(
      submissionErrors('declare', { title: 'down', severity, service: null, page: null, description: null }),
    ).toEqual({});
  });

  it('is refused field by field, in words that say what to do', () => {
    expect(submissionErrors('declare', { title: ' \n ', severity: 'SEV9', description: long })).toEqual({
      title: 'Say in a few words what is wrong.',
      severity: 'Choose how bad it is.',
      description: 'At most 3000 characters, please: these are 3001.',
    });
    expect(submissionErrors('declare', { title: 'x'.repeat(201), severity: 'SEV1' })).toEqual({
      title: 'At most 200 characters, please: these are 201.',
    });
  });

  it('needs a message for an update, a text for a note, a severity and a role', () => {
    expect(submissionErrors('update', { message: null })).toEqual({ message: 'Say what is known now.' });
    expect(submissionErrors('update', { message: 'we roll back', 'next-update': '30' })).toEqual({});
    expect(submissionErrors('update', { message: 'we roll back', 'next-update': '31', severity: 'SEV0' })).toEqual({
      'next-update': 'Choose when the next update comes.',
      severity: 'Choose how bad it is.',
    });
    expect(submissionErrors('note', {})).toEqual({ text: 'Write the note first.' });
    expect(submissionErrors('severity', { severity: ['SEV1'] })).toEqual({ severity: 'Choose how bad it is.' });
    expect(submissionErrors('assign', { role: 'boss', person: null })).toEqual({ role: 'Choose a role.' });
    for (const role of ROLES) expect(submissionErrors('assign', { role, person: null })).toEqual({});
  });

  it('resolves without a summary, and not with one that is too long', () => {
    expect(submissionErrors('resolve', { summary: null })).toEqual({});
    expect(submissionErrors('resolve', { summary: long })).toHaveProperty('summary');
  });

  it('that we do not know has no fields to judge', () => {
    expect(submissionErrors('message', { title: '' })).toEqual({});
  });
});
