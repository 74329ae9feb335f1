import { COMMAND_WORDS, commandWords } from './words.ts';

const WORD_MAX = 20;

/** The changes of one letter (added, left out, replaced, swapped with its neighbour) from one word to another. */
const distance = (one: string, other: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwap ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, swapped, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    beforeLast = last;
    last = row;
  }
  return last[other.length] ?? 0;
};

/** The command that a word was probably meant to be; null when none is near. */
export const suggestion = (word: string): string | null => {
  const typed = word.toLowerCase();
  if (typed.length < 2 || typed.length > WORD_MAX) return null;
  const near = COMMAND_WORDS.filter((known) => known.length > 2)
    .map((known) => ({ known, away: known.startsWith(typed) && typed.length > 2 ? 0.5 : distance(typed, known) }))
    .filter(({ known, away }) => away <= (Math.min(known.length, typed.length) < 5 ? 1 : 2))
    .toSorted((one, other) => one.away - other.away);
  return near[0] ? commandWords(near[0].known).name : null;
};
