import type { Exhausted, IncidentLabel } from './message-texts.ts';

export interface EmailText {
  readonly subject: string;
  readonly text: string;
}

const SUBJECT_TITLE_MAX = 120;
const TITLE_MAX = 1024;

/** One line: a title must not write headers or lines of its own. Direction overrides could make it read as another. */
export const emailLine = (text: string, lengthMax: number, otherwise: string): string => {
  const line = text
    .slice(0, 4 * lengthMax)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (line === '') return otherwise;
  return line.length <= lengthMax
    ? line
    : `${Array.from(line)
        .slice(0, lengthMax - 3)
        .join('')}...`;
};

const exhaustedText = (exhausted: Exhausted): string =>
  exhausted.why === 'nobody-to-page'
    ? 'Nobody could be paged for it.'
    : `Every level was paged, ${exhausted.rounds === 1 ? 'once' : `${exhausted.rounds} times`}, and nobody answered.`;

/** The page as an e-mail of plain text: what is wrong, where to look, and how to say that one has it. */
export const pageEmail = (label: IncidentLabel, exhausted: Exhausted | null, publicUrl: string): EmailText => {
  const { number, severity, title, service } = label;
  const name = `INC-${number}`;
  const start = exhausted ? `NOBODY HAS ${name}` : name;
  const lines = [
    ...(exhausted ? [exhaustedText(exhausted), ''] : []),
    `${name} ${severity}: ${emailLine(title, TITLE_MAX, 'untitled')}`,
    `Service: ${emailLine(service, SUBJECT_TITLE_MAX, 'none')}`,
    '',
    `Look at it and acknowledge it: ${publicUrl}/incidents/${name}`,
    `By the API: POST ${publicUrl}/v1/incidents/${name}/acknowledge`,
    '',
    'Answers to this e-mail are not read.',
    '',
  ];
  return { subject: `${start} ${severity} ${emailLine(title, SUBJECT_TITLE_MAX, 'untitled')}`, text: lines.join('\n') };
};
