import type { Incident } from './types.ts';

/** How a month went, of the incidents that were declared in it; a drill is none. */
export interface Metrics {
  readonly incidents: number;
  /** Milliseconds; null when there was none. */
  readonly toAcknowledge: number | null;
  readonly toResolve: number | null;
  /** Declared outside of 9 to 17 o'clock on weekdays, by the viewer's clock. */
  readonly outOfHours: number;
  readonly byDay: readonly { readonly day: number; readonly count: number }[];
  readonly byHour: readonly { readonly hour: number; readonly count: number }[];
  readonly byPerson: readonly { readonly name: string; readonly count: number }[];
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const since = ({ declaredAt }: Incident, at: string | null): number[] =>
  at === null ? [] : [Date.parse(at) - Date.parse(declaredAt)];

const WORK_FROM = 9;
const WORK_TO = 17;

export const isOutOfHours = (at: Date): boolean =>
  at.getDay() === 0 || at.getDay() === 6 || at.getHours() < WORK_FROM || at.getHours() >= WORK_TO;

const counted = (length: number, values: readonly number[]): readonly number[] =>
  Array.from({ length }, (_, index) => values.filter((value) => value === index).length);

/** Whoever answered, and how often. Merged incidents were answered elsewhere. */
const answeredBy = (incidents: readonly Incident[]): Metrics['byPerson'] => {
  const counts = new Map<string, number>();
  for (const { acknowledgedBy } of incidents) {
    if (acknowledgedBy?.kind === 'user') counts.set(acknowledgedBy.name, (counts.get(acknowledgedBy.name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
};

/** @param days how many days the month has */
export const metricsOf = (all: readonly Incident[], days: number): Metrics => {
  const incidents = all.filter(({ mergedInto, drill }) => mergedInto === null && !drill);
  const times = incidents.map(({ declaredAt }) => new Date(declaredAt));
  return {
    incidents: incidents.length,
    toAcknowledge: mean(incidents.flatMap((incident) => since(incident, incident.acknowledgedAt))),
    toResolve: mean(incidents.flatMap((incident) => since(incident, incident.resolvedAt))),
    outOfHours: times.filter(isOutOfHours).length,
    byDay: counted(
      days,
      times.map((time) => time.getDate() - 1),
    ).map((count, index) => ({ day: index + 1, count })),
    byHour: counted(
      24,
      times.map((time) => time.getHours()),
    ).map((count, hour) => ({ hour, count })),
    byPerson: answeredBy(incidents),
  };
};
