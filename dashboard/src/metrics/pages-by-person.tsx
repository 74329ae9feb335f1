import { useQuery } from '@tanstack/react-query';
import { get, type Problem } from '../lib/api.ts';
import { plural } from '../lib/format.ts';
import { type PersonsPages, pagesByPerson, pagesIn } from '../lib/pages.ts';
import type { Incident, TimelineItem } from '../lib/types.ts';
import { Avatar } from '../ui/badges.tsx';
import { Loaded } from '../ui/states.tsx';

/** So many stories are read, the newest, and so many at a time: a month of a very bad kind is not read whole. */
const STORIES_MAX = 200;
const AT_A_TIME = 6;
const KEPT_MS = 300_000;

const storiesOf = async (incidents: readonly Incident[], signal: AbortSignal) => {
  const stories: (readonly TimelineItem[])[] = [];
  for (let from = 0; from < incidents.length; from += AT_A_TIME) {
    const some = incidents.slice(from, from + AT_A_TIME);
    const read = await Promise.all(
      some.map(({ number }) =>
        get<{ readonly items: readonly TimelineItem[] }>(`/v1/incidents/${number}/timeline`, signal),
      ),
    );
    stories.push(...read.map(({ items }) => items));
  }
  return stories;
};

const usePages = (month: string, incidents: readonly Incident[]) =>
  useQuery<readonly PersonsPages[], Problem>({
    queryKey: ['pages', month, incidents.length],
    queryFn: async ({ signal }) => pagesByPerson(pagesIn(await storiesOf(incidents, signal))),
    staleTime: KEPT_MS,
  });

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const SHADES = 4;

const shadeOf = (count: number, most: number): string =>
  count === 0 ? 'shade-0' : `shade-${Math.ceil((count / most) * SHADES)}`;

const Table = ({ people }: { readonly people: readonly PersonsPages[] }) => {
  const most = Math.max(1, ...people.flatMap(({ byHour }) => byHour));
  return (
    <table className="hours">
      <thead>
        <tr>
          <th scope="col">Person</th>
          {HOURS.map((hour) => (
            <th key={hour} scope="col" className="hour">
              <span className={hour % 6 === 0 ? '' : 'visually-hidden'}>{hour}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map(({ name, count, outOfHours, byHour }) => (
          <tr key={name}>
            <th scope="row">
              <Avatar name={name} />
              <span>
                <strong>{name}</strong>
                <span className="quiet block">
                  {plural(count, 'page')}, {outOfHours} out of hours
                </span>
              </span>
            </th>
            {HOURS.map((hour) => (
              <td
                key={hour}
                className={`hour ${shadeOf(byHour[hour] ?? 0, most)}`}
                title={`${hour}:00: ${byHour[hour]}`}
              >
                <span className="visually-hidden">{byHour[hour]}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** How often each person was paged, at which hours, and how much of it out of hours. */
export const PagesByPerson = ({
  month,
  incidents,
}: {
  readonly month: string;
  readonly incidents: readonly Incident[];
}) => {
  const pages = usePages(month, incidents.slice(0, STORIES_MAX));
  return (
    <section className="card" aria-labelledby="pages-title">
      <h2 id="pages-title">Pages by person and hour of the day</h2>
      {incidents.length > STORIES_MAX && <p className="hint">Of the {STORIES_MAX} newest incidents.</p>}
      <Loaded query={pages} what="pages" lines={2}>
        {(people) => (people.length === 0 ? <p className="quiet">Nobody was paged.</p> : <Table people={people} />)}
      </Loaded>
    </section>
  );
};
