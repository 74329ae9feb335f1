import { nowMs, useNow } from '../lib/clock.ts';
import { dayKey, dayTime } from '../lib/format.ts';
import { useMay } from '../lib/may.tsx';
import { hueOf } from '../ui/badges.tsx';
import { type Bar, type Shift, type Week, weeksOf } from './month.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const WIDTH = 7;

const percent = (days: number): string => `${(days / WIDTH) * 100}%`;

export const whoOf = ({ user }: Shift): string => (user ? (user.name ?? user.id) : 'Nobody');

const labelOf = (shift: Shift, zone: string): string => {
  const why = shift.reason.type === 'override' ? ', override' : '';
  return `${whoOf(shift)}${why}: ${dayTime(shift.from)} to ${dayTime(shift.to)} (in ${zone}: ${dayTime(shift.from, zone)} to ${dayTime(shift.to, zone)})`;
};

interface BarProps {
  readonly bar: Bar;
  readonly zone: string;
  readonly onPick: (shift: Shift) => void;
}

const BarButton = ({ bar, zone, onPick }: BarProps) => {
  const { shift, start, length, begins, ends } = bar;
  const look = shift.user ? `hue-${hueOf(whoOf(shift))}` : 'gap';
  const label = labelOf(shift, zone);
  const past = Date.parse(shift.to) < nowMs();
  const mayOverride = useMay({ as: 'responder' });
  return (
    <button
      type="button"
      className={`bar ${look} ${begins ? 'begins' : ''} ${ends ? 'ends' : ''} ${shift.reason.type === 'override' ? 'override' : ''} ${past ? 'past' : ''}`}
      style={{ left: percent(start), width: percent(length) }}
      title={label}
      aria-label={mayOverride ? `${label}. Override` : label}
      disabled={!mayOverride}
      onClick={() => onPick(shift)}
    >
      <span aria-hidden="true">{whoOf(shift)}</span>
    </button>
  );
};

const WeekRow = ({ week, today, ...rest }: { readonly week: Week; readonly today: string } & Omit<BarProps, 'bar'>) => (
  <div className="week">
    <div className="week-days">
      {week.days.map(({ date, inMonth }) => {
        const key = dayKey(date);
        return (
          <span key={key} className={`day ${inMonth ? '' : 'outside'} ${key === today ? 'today' : ''}`}>
            {date.getDate()}
          </span>
        );
      })}
    </div>
    <div className="week-bars">
      {week.bars.map((bar) => (
        <BarButton key={bar.shift.from} bar={bar} {...rest} />
      ))}
    </div>
  </div>
);

interface CalendarProps {
  readonly month: string;
  readonly shifts: readonly Shift[];
  readonly zone: string;
  readonly onPick: (shift: Shift) => void;
}

/** A month of one schedule, week by week: who has it, and where nobody has. */
export const Calendar = ({ month, shifts, zone, onPick }: CalendarProps) => {
  const today = dayKey(useNow(60));
  return (
    <div className="calendar" data-testid="calendar">
      <div className="week-names" aria-hidden="true">
        {WEEKDAYS.map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      {weeksOf(month, shifts).map((week) => (
        <WeekRow key={week.days[0]?.date.getTime()} week={week} today={today} zone={zone} onPick={onPick} />
      ))}
    </div>
  );
};
