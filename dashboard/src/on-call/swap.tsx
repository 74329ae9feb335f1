import { useState } from 'react';
import { Problem, post } from '../lib/api.ts';
import { nowMs } from '../lib/clock.ts';
import { useApi, useRefresh } from '../lib/data.ts';
import { dayTime, VIEWER_ZONE } from '../lib/format.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { Loaded } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { whoOf } from './calendar.tsx';
import type { Shift } from './month.ts';

interface Props {
  readonly schedule: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

const MINUTE_MS = 60_000;
const AHEAD_MS = 60 * 24 * 3600_000;

/** From this minute on: what is over of a shift cannot be given away. */
const ahead = (): { readonly from: string; readonly to: string } => {
  const from = Math.floor(nowMs() / MINUTE_MS) * MINUTE_MS;
  return { from: new Date(from).toISOString(), to: new Date(from + AHEAD_MS).toISOString() };
};

const labelOf = (shift: Shift): string => `${whoOf(shift)}: ${dayTime(shift.from)} to ${dayTime(shift.to)}`;

const stretchOf = (shifts: readonly Shift[], from: string, which: number) => {
  const shift = shifts.find((one) => one.from === from);
  if (!shift?.user) {
    throw new Problem(400, 'Choose both shifts.', {
      errors: [{ field: `shifts[${which}]`, message: 'choose a shift' }],
    });
  }
  return { userId: shift.user.id, from: shift.from, to: shift.to };
};

interface PickProps {
  readonly label: string;
  readonly shifts: readonly Shift[];
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (from: string) => void;
}

const ShiftPick = ({ label, shifts, value, error, onChange }: PickProps) => (
  <Field label={label} error={error}>
    {(slot) => (
      <select {...slot} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Choose a shift</option>
        {shifts.map((shift) => (
          <option key={shift.from} value={shift.from}>
            {labelOf(shift)}
          </option>
        ))}
      </select>
    )}
  </Field>
);

const SwapForm = ({ schedule, shifts, onClose }: Props & { readonly shifts: readonly Shift[] }) => {
  const refresh = useRefresh();
  const [one, setOne] = useState('');
  const [other, setOther] = useState('');
  const giver = shifts.find(({ from }) => from === one)?.user?.id;
  const others = shifts.filter(({ user }) => user?.id !== giver);
  const save = async () => {
    const body = { shifts: [stretchOf(shifts, one, 0), stretchOf(shifts, other, 1)] };
    await post(`/v1/schedules/${schedule.id}/swaps`, body);
    await refresh('/v1/schedules', '/v1/oncall');
    toast('The shifts are swapped.');
  };
  return (
    <Form submit="Swap shifts" onSubmit={save} onDone={onClose}>
      {(problem) => (
        <>
          <ShiftPick
            label="This shift"
            shifts={shifts}
            value={one}
            error={problem?.of('shifts[0]')}
            onChange={setOne}
          />
          <ShiftPick
            label="for this one"
            shifts={others}
            value={other}
            error={problem?.of('shifts[1]')}
            onChange={setOther}
          />
        </>
      )}
    </Form>
  );
};

const SwapShifts = (props: Props) => {
  const [{ from, to }] = useState(ahead);
  const shifts = useApi<{ readonly items: readonly Shift[] }>(
    `/v1/schedules/${props.schedule.id}/shifts?from=${from}&to=${to}`,
  );
  return (
    <Loaded query={shifts} what="shifts">
      {({ items }) => <SwapForm {...props} shifts={items.filter(({ user }) => user !== null)} />}
    </Loaded>
  );
};

/** Two people take each other's shifts, of the next 60 days. */
export const SwapDialog = ({ open, ...props }: Props & { readonly open: boolean }) => (
  <Dialog
    open={open}
    onClose={props.onClose}
    title={`Swap shifts · ${props.schedule.name}`}
    hint={`Each takes the other’s time. Times are in your zone, ${VIEWER_ZONE}.`}
  >
    {open && <SwapShifts {...props} />}
  </Dialog>
);
