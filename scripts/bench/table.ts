import type { Goal } from './figures.ts';
import { isMet, isMissedWidely } from './figures.ts';

export type Cell = string | number;

const shown = (cell: Cell): string => {
  if (typeof cell === 'string') return cell;
  if (Number.isInteger(cell)) return String(cell);
  return Math.abs(cell) >= 100 ? cell.toFixed(0) : Math.abs(cell) >= 10 ? cell.toFixed(1) : cell.toFixed(2);
};

/** Rows under a head, the first column to the left and figures to the right. */
export const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const lines = [head, ...rows.map((row) => row.map(shown))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const isFigures = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          isFigures[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

export const heading = (text: string): string => `\n${text}\n${'-'.repeat(text.length)}`;

const verdict = (goal: Goal): string => (isMet(goal) ? 'met' : isMissedWidely(goal) ? 'MISSED WIDELY' : 'missed');

export const goalTable = (goals: readonly Goal[]): string =>
  table(
    ['goal', 'measured', 'wanted', 'unit', ''],
    goals.map((goal) => [
      goal.name,
      goal.measured,
      `${goal.bound === 'most' ? '<' : '>='} ${goal.goal}`,
      goal.unit,
      verdict(goal),
    ]),
  );
