import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { get, type Problem } from '../lib/api.ts';
import { nowMs } from '../lib/clock.ts';
import { dayKey, duration } from '../lib/format.ts';
import { type Metrics, metricsOf } from '../lib/metrics.ts';
import { useSearchParam, useTitle } from '../lib/router.tsx';
import type { Incident } from '../lib/types.ts';
import { PagesByPerson } from '../metrics/pages-by-person.tsx';
import { monthAfter } from '../on-call/month.ts';
import { Avatar } from '../ui/badges.tsx';
import { Bars } from '../ui/bars.tsx';
import { Button } from '../ui/button.tsx';
import { Empty, Loaded } from '../ui/states.tsx';

const PAGES_MAX = 50;

interface Answer {
  readonly items: readonly Incident[];
  readonly next: string | null;
}

const all = async (query: string, signal: AbortSignal): Promise<readonly Incident[]> => {
  const items: Incident[] = [];
  let after = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await get<Answer>(`/v1/incidents?limit=100${query}${after}`, signal);
    items.push(...answer.items);
    if (answer.next === null) break;
    after = `&after=${encodeURIComponent(answer.next)}`;
  }
  return items;
};

/** Those that are over and those that are still open, of one month. */
const useMonth = (month: string) =>
  useQuery<readonly Incident[], Problem>({
    queryKey: ['metrics', month],
    queryFn: async ({ signal }) => {
      const [ended, open] = await Promise.all([all(`&ended=${month}`, signal), all('', signal)]);
      return [...ended, ...open.filter(({ declaredAt }) => declaredAt.startsWith(month))];
    },
    staleTime: 60_000,
  });

const daysIn = (month: string): number => new Date(Number(month.slice(0, 4)), Number(month.slice(5)), 0).getDate();

const monthName = (month: string): string =>
  new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' }).format(new Date(`${month}-01T12:00:00`));

const Figure = ({ name, value, hint }: { readonly name: string; readonly value: string; readonly hint: string }) => (
  <div className="card figure">
    <p className="quiet">{name}</p>
    <p className="figure-value">{value}</p>
    <p className="hint">{hint}</p>
  </div>
);

const time = (ms: number | null): string => (ms === null ? '–' : duration(ms));

const Charts = ({ metrics, children }: { readonly metrics: Metrics; readonly children: ReactNode }) => {
  const { incidents, toAcknowledge, toResolve, outOfHours, byDay, byHour, byPerson } = metrics;
  const share = Math.round((outOfHours / incidents) * 100);
  return (
    <>
      <div className="figures">
        <Figure name="Incidents" value={String(incidents)} hint="without drills and merged ones" />
        <Figure name="Time to acknowledge" value={time(toAcknowledge)} hint="on average (MTTA)" />
        <Figure name="Time to resolve" value={time(toResolve)} hint="on average (MTTR)" />
        <Figure name="Out of hours" value={`${share} %`} hint={`${outOfHours} outside of 9 to 17 on weekdays`} />
      </div>
      <div className="two">
        <section className="card" aria-label="By day">
          <Bars
            title="Incidents by day"
            unit="incidents"
            labelEvery={5}
            bars={byDay.map(({ day, count }) => ({ label: String(day), value: count }))}
          />
        </section>
        <section className="card" aria-label="By hour">
          <Bars
            title="Incidents by hour of the day"
            unit="incidents"
            labelEvery={3}
            bars={byHour.map(({ hour, count }) => ({
              label: String(hour),
              value: count,
              strong: hour < 9 || hour >= 17,
            }))}
          />
        </section>
      </div>
      {children}
      <section className="card" aria-labelledby="answered-title">
        <h2 id="answered-title">Who answered</h2>
        {byPerson.length === 0 && <p className="quiet">Nobody of the people yet.</p>}
        <ul className="rows">
          {byPerson.map(({ name, count }) => (
            <li key={name}>
              <Avatar name={name} />
              <span>
                <strong>{name}</strong>
              </span>
              <span>{count}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
};

const MetricsPage = () => {
  useTitle('Metrics');
  const [month, setMonth] = useSearchParam('month', dayKey(nowMs()).slice(0, 7));
  const query = useMonth(month);
  return (
    <div className="page">
      <header className="page-head">
        <h1>Metrics</h1>
        <div className="month-picker">
          <Button
            className="icon-only"
            icon="back"
            aria-label="The month before"
            onClick={() => setMonth(monthAfter(month, -1))}
          />
          <h2 aria-live="polite">{monthName(month)}</h2>
          <Button
            className="icon-only"
            icon="forward"
            aria-label="The month after"
            onClick={() => setMonth(monthAfter(month, 1))}
          />
        </div>
      </header>
      <Loaded query={query} what="metrics" lines={4}>
        {(incidents) =>
          incidents.every(({ drill }) => drill) ? (
            <Empty icon="chart" title={`No incident in ${monthName(month)}`}>
              <p>There is nothing to count, which is the best there is to say of a month.</p>
            </Empty>
          ) : (
            <Charts metrics={metricsOf(incidents, daysIn(month))}>
              <PagesByPerson month={month} incidents={incidents.filter(({ drill }) => !drill)} />
            </Charts>
          )
        }
      </Loaded>
    </div>
  );
};

export default MetricsPage;
