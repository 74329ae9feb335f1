import { useState } from 'react';
import { nowMs } from '../lib/clock.ts';
import { clockSeconds, dayKey, fullTime } from '../lib/format.ts';
import type { TimelineItem } from '../lib/types.ts';
import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';

interface Look {
  readonly icon: IconName;
  readonly tone: 'plain' | 'bad' | 'good' | 'notice' | 'quiet';
}

const LOOKS: Readonly<Record<string, Look>> = {
  IncidentDeclared: { icon: 'bell', tone: 'bad' },
  AlertReceived: { icon: 'bell', tone: 'bad' },
  AlertRepeated: { icon: 'bell', tone: 'quiet' },
  AlertResolved: { icon: 'check', tone: 'good' },
  IncidentAcknowledged: { icon: 'user', tone: 'good' },
  IncidentUpdated: { icon: 'message', tone: 'notice' },
  SeverityChanged: { icon: 'warning', tone: 'notice' },
  RoleAssigned: { icon: 'people', tone: 'notice' },
  NoteAdded: { icon: 'note', tone: 'plain' },
  IncidentEscalated: { icon: 'up', tone: 'notice' },
  LevelReached: { icon: 'ladder', tone: 'notice' },
  EscalationExhausted: { icon: 'warning', tone: 'bad' },
  EscalationEnded: { icon: 'ladder', tone: 'quiet' },
  PageSent: { icon: 'phone', tone: 'plain' },
  PageReceipt: { icon: 'phone', tone: 'quiet' },
  PageWithheld: { icon: 'phone', tone: 'quiet' },
  PageUnreached: { icon: 'phone', tone: 'bad' },
  IncidentResolved: { icon: 'check', tone: 'good' },
  IncidentReopened: { icon: 'bell', tone: 'bad' },
  IncidentMerged: { icon: 'merge', tone: 'notice' },
  IncidentAbsorbed: { icon: 'merge', tone: 'notice' },
  ChatProblem: { icon: 'message', tone: 'bad' },
  ChatMended: { icon: 'message', tone: 'quiet' },
};
const OTHER: Look = { icon: 'clock', tone: 'plain' };

/** What the carriers reported is there for whoever asks. */
const isDetail = ({ type }: TimelineItem): boolean => type === 'PageReceipt' || type === 'EscalationEnded';

const dayName = (at: string): string =>
  new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(at));

const Item = ({ item, newDay }: { readonly item: TimelineItem; readonly newDay: boolean }) => {
  const { icon, tone } = LOOKS[item.type] ?? OTHER;
  return (
    <>
      {newDay && <li className="story-day">{dayName(item.at)}</li>}
      <li className={`story-item tone-${tone}`}>
        <span className="story-icon">
          <Icon name={icon} />
        </span>
        <p className="story-text">{item.text}</p>
        <time className="story-time" dateTime={item.at} title={`${fullTime(item.at)}, ${item.region}`}>
          {clockSeconds(item.at)}
        </time>
      </li>
    </>
  );
};

/** All that has happened, oldest first, in sentences. */
export const Story = ({ items }: { readonly items: readonly TimelineItem[] }) => {
  const [details, setDetails] = useState(false);
  const hidden = items.filter(isDetail).length;
  const shown = details ? items : items.filter((item) => !isDetail(item));
  return (
    <section className="card" aria-labelledby="story-title">
      <header className="card-head">
        <h2 id="story-title">Story</h2>
        {hidden > 0 && (
          <Button look="quiet" aria-pressed={details} onClick={() => setDetails(!details)}>
            {details ? 'Hide receipts' : `Show ${hidden} receipts`}
          </Button>
        )}
      </header>
      <ol className="story" data-testid="story">
        {shown.map((item, index) => {
          const before = shown[index - 1];
          const newDay =
            before === undefined ? dayKey(item.at) !== dayKey(nowMs()) : dayKey(before.at) !== dayKey(item.at);
          // biome-ignore lint/suspicious/noArrayIndexKey: a story only grows, and its items have no id of their own.
          return <Item key={`${item.at}-${item.type}-${index}`} item={item} newDay={newDay} />;
        })}
      </ol>
    </section>
  );
};
