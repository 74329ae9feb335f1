import { useNow } from '../lib/clock.ts';
import { ago, clockTime, duration, fullTime } from '../lib/format.ts';

/** An instant in the viewer's zone, with all there is to say about it for a pointer. */
export const Time = ({ at, relative = false }: { readonly at: string | number; readonly relative?: boolean }) => {
  const now = useNow(relative ? 1 : 60);
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {relative ? ago(at, now) : clockTime(at, now)}
    </time>
  );
};

/** A length of time that grows while it is looked at. */
export const Since = ({ at }: { readonly at: string }) => <>{duration(useNow() - Date.parse(at))}</>;
