import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { DeclareDialog } from '../incidents/declare.tsx';
import {
  type IncidentList,
  incidentList,
  type ListState,
  STALE_MS,
  useIncidentList,
} from '../incidents/incident-list.ts';
import { IncidentRow } from '../incidents/incident-row.tsx';
import { keyOf } from '../incidents/merge-page.ts';
import { nowMs } from '../lib/clock.ts';
import { clockSeconds, duration, plural } from '../lib/format.ts';
import { May } from '../lib/may.tsx';
import { Link, useSearchParam, useTitle } from '../lib/router.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { Empty, Failed, Skeleton } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';

const MONTHS_BACK = 12;

/** `2026-11` and the months before it, as the API has them: in UTC. */
const monthsUntil = (at: number): string[] => {
  const date = new Date(at);
  return Array.from({ length: MONTHS_BACK }, (_, back) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
};

const monthName = (month: string): string =>
  new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

/** Says that what is shown is old, and why. It looks again every second, also when nothing answers. */
const StaleNote = ({ state }: { readonly state: ListState }) => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const { seenAt, problem, ready } = state;
  const isOld = ready && (problem !== null || (seenAt !== null && now - seenAt > STALE_MS));
  if (!isOld) return null;
  const seen = seenAt === null ? '' : ` This was true at ${clockSeconds(seenAt)}, ${duration(now - seenAt)} ago.`;
  return (
    <p className="stale" role="status" data-testid="stale">
      <Icon name="warning" /> Not up to date.{seen} {problem?.message} Trying again by itself.
    </p>
  );
};

const ESTIMATED_ROW_PX = 84;
const ROWS_FROM_END = 30;

const Rows = ({ list, state }: { readonly list: IncidentList; readonly state: ListState }) => {
  const box = useRef<HTMLOListElement>(null);
  const [margin, setMargin] = useState(0);
  const { items, more } = state;
  useLayoutEffect(() => setMargin(box.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => ESTIMATED_ROW_PX,
    overscan: 8,
    scrollMargin: margin,
    getItemKey: (index) => items[index]?.id ?? index,
  });
  const shown = rows.getVirtualItems();
  const first = items[shown[0]?.index ?? 0];
  const lastIndex = shown.at(-1)?.index ?? 0;
  useEffect(() => list.look(first ? keyOf(first) : null), [list, first]);
  useEffect(() => {
    if (more && lastIndex >= items.length - ROWS_FROM_END) void list.loadMore();
  }, [list, more, lastIndex, items.length]);
  return (
    <ol
      ref={box}
      className="incident-list"
      style={{ height: rows.getTotalSize() }}
      aria-label="Incidents, newest first"
      data-testid="incident-list"
    >
      {shown.map(({ index, key, start }) => {
        const incident = items[index];
        return incident ? (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            aria-posinset={index + 1}
            aria-setsize={more ? -1 : items.length}
            style={{ transform: `translateY(${start - margin}px)` }}
          >
            <IncidentRow incident={incident} />
          </li>
        ) : null;
      })}
    </ol>
  );
};

const Nothing = ({ ended }: { readonly ended: string | null }) =>
  ended === null ? (
    <Empty icon="check" title="All is quiet">
      <p>No incident is open. A new one is here within two seconds of its alert.</p>
      <p>
        New here? <Link href="/start">Set up your own on-call</Link> in two minutes.
      </p>
    </Empty>
  ) : (
    <Empty icon="check" title={`No incident of ${monthName(ended)} is over`}>
      <p>Incidents are listed in the month in which they were declared. Choose another month above.</p>
    </Empty>
  );

const summaryOf = ({ items, more }: ListState): string => {
  const count = `${items.length}${more ? '+' : ''}`;
  const waiting = items.filter(({ status }) => status === 'triggered').length;
  if (items.length === 0) return 'No open incident';
  return `${count} open, ${waiting === 0 ? 'somebody has each of them' : `${plural(waiting, 'waits', 'wait')} for somebody`}`;
};

const ListView = ({ ended }: { readonly ended: string | null }) => {
  const list = incidentList(ended);
  const state = useIncidentList(list);
  if (!state.ready && state.problem) {
    return <Failed problem={state.problem} what="list of incidents" onRetry={list.refresh} />;
  }
  if (!state.ready) return <Skeleton lines={6} label="Loading the incidents" />;
  return (
    <>
      <StaleNote state={state} />
      {ended === null && state.items.length > 0 && (
        <p className="summary" role="status">
          {summaryOf(state)}
        </p>
      )}
      {state.items.length === 0 ? <Nothing ended={ended} /> : <Rows list={list} state={state} />}
      {state.loadingMore && <Skeleton lines={2} label="Loading more incidents" />}
    </>
  );
};

export const IncidentsPage = () => {
  useTitle('Incidents');
  const [tab, setTab] = useSearchParam('show', 'open');
  const [month, setMonth] = useSearchParam('month', new Date(nowMs()).toISOString().slice(0, 7));
  const [declaring, setDeclaring] = useState(false);
  return (
    <div className="page">
      <header className="page-head">
        <h1>Incidents</h1>
        <May as="responder">
          <Button look="primary" icon="plus" onClick={() => setDeclaring(true)}>
            Declare
          </Button>
        </May>
      </header>
      <Tabs
        label="Which incidents"
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'open', label: 'Open' },
          { value: 'ended', label: 'Ended' },
        ]}
      >
        {tab === 'ended' && (
          <label className="month">
            <span>Declared in</span>
            <select value={month} onChange={(event) => setMonth(event.target.value)}>
              {monthsUntil(nowMs()).map((one) => (
                <option key={one} value={one}>
                  {monthName(one)}
                </option>
              ))}
            </select>
          </label>
        )}
        <ListView key={tab === 'ended' ? month : 'open'} ended={tab === 'ended' ? month : null} />
      </Tabs>
      <DeclareDialog open={declaring} onClose={() => setDeclaring(false)} />
    </div>
  );
};
