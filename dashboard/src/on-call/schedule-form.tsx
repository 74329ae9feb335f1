import { useState } from 'react';
import { post, send } from '../lib/api.ts';
import { nowMs } from '../lib/clock.ts';
import { useAll, useRefresh } from '../lib/data.ts';
import { fieldTime, VIEWER_ZONE } from '../lib/format.ts';
import { navigate } from '../lib/router.tsx';
import type { Layer, Schedule, User } from '../lib/types.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { toast } from '../ui/toast.tsx';

const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const ALL_DAY = { from: '00:00', to: '24:00' };
const DAY_MS = 86_400_000;

/** From today's morning on, so that somebody is on call at once. */
const newLayer = (name: string): Layer => ({
  name,
  rotation: { unit: 'week', length: 1, startsAt: `${fieldTime(nowMs() - DAY_MS).slice(0, 10)}T09:00` },
  participants: [],
});

interface EditProps {
  readonly layer: Layer;
  readonly onChange: (layer: Layer) => void;
}

const People = ({ layer, onChange, users }: EditProps & { readonly users: readonly User[] }) => {
  const { participants } = layer;
  const nameOf = (id: string) => users.find((user) => user.id === id)?.name ?? id;
  const change = (next: readonly string[]) => onChange({ ...layer, participants: next });
  return (
    <Field label="People, in their turns" hint={participants.length === 0 ? 'Add at least one.' : undefined}>
      {(slot) => (
        <>
          <ol className="turns">
            {participants.map((id, index) => (
              <li key={id}>
                <span className="turn">{index + 1}</span>
                {nameOf(id)}
                {index > 0 && (
                  <Button
                    look="quiet"
                    icon="up"
                    className="small"
                    aria-label={`${nameOf(id)} earlier`}
                    onClick={() => change(participants.toSpliced(index, 1).toSpliced(index - 1, 0, id))}
                  />
                )}
                <Button
                  look="quiet"
                  icon="close"
                  className="small"
                  aria-label={`Take out ${nameOf(id)}`}
                  onClick={() => change(participants.toSpliced(index, 1))}
                />
              </li>
            ))}
          </ol>
          <select {...slot} value="" onChange={(event) => change([...participants, event.target.value])}>
            <option value="">Add a person</option>
            {users
              .filter(({ id }) => !participants.includes(id))
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </select>
        </>
      )}
    </Field>
  );
};

const Hours = ({ layer, onChange }: EditProps) => {
  const [restriction] = layer.restrictions ?? [];
  const set = (change: Partial<NonNullable<typeof restriction>>) =>
    onChange({ ...layer, restrictions: [{ ...(restriction ?? ALL_DAY), ...change }] });
  const days = restriction?.days ?? [1, 2, 3, 4, 5, 6, 7];
  return (
    <>
      <label className="choice">
        <input
          type="checkbox"
          checked={restriction !== undefined}
          onChange={(event) =>
            onChange({
              ...layer,
              restrictions: event.target.checked ? [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] : [],
            })
          }
        />
        Only on some days and hours
      </label>
      {restriction && (
        <>
          <fieldset className="days">
            <legend className="visually-hidden">Days</legend>
            {WEEKDAYS.map((name, index) => (
              <label key={name} className="choice">
                <input
                  type="checkbox"
                  checked={days.includes(index + 1)}
                  onChange={(event) => {
                    const next = event.target.checked
                      ? [...days, index + 1].sort()
                      : days.filter((day) => day !== index + 1);
                    if (next.length > 0) set({ days: next });
                  }}
                />
                {name}
              </label>
            ))}
          </fieldset>
          <div className="fields">
            <Field label="From" hint="As 09:00">
              {(slot) => (
                <input {...slot} value={restriction.from} onChange={(event) => set({ from: event.target.value })} />
              )}
            </Field>
            <Field label="To" hint="As 17:00; 24:00 is midnight">
              {(slot) => (
                <input {...slot} value={restriction.to} onChange={(event) => set({ to: event.target.value })} />
              )}
            </Field>
          </div>
        </>
      )}
    </>
  );
};

const LayerFields = ({ layer, onChange, users }: EditProps & { readonly users: readonly User[] }) => {
  const { rotation } = layer;
  const turn = (change: Partial<Layer['rotation']>) => onChange({ ...layer, rotation: { ...rotation, ...change } });
  return (
    <>
      <Field label="Name of the layer">
        {(slot) => (
          <input {...slot} value={layer.name} onChange={(event) => onChange({ ...layer, name: event.target.value })} />
        )}
      </Field>
      <People layer={layer} onChange={onChange} users={users} />
      <div className="fields">
        <Field label="Each for">
          {(slot) => (
            <input
              {...slot}
              type="number"
              min={1}
              max={1000}
              value={rotation.length}
              onChange={(event) => turn({ length: Number(event.target.value) })}
            />
          )}
        </Field>
        <Field label="Of">
          {(slot) => (
            <select
              {...slot}
              value={rotation.unit}
              onChange={(event) => turn({ unit: event.target.value as Layer['rotation']['unit'] })}
            >
              <option value="hour">hours</option>
              <option value="day">days</option>
              <option value="week">weeks</option>
            </select>
          )}
        </Field>
        <Field label="First hand-over" hint="On the schedule’s clock">
          {(slot) => (
            <input
              {...slot}
              type="datetime-local"
              value={rotation.startsAt}
              onChange={(event) => turn({ startsAt: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Hours layer={layer} onChange={onChange} />
    </>
  );
};

const ScheduleForm = ({ schedule, onClose }: { readonly schedule: Schedule | null; readonly onClose: () => void }) => {
  const users = useAll<User>('/v1/users');
  const refresh = useRefresh();
  const [name, setName] = useState(schedule?.name ?? '');
  const [timeZone, setTimeZone] = useState(schedule?.timeZone ?? VIEWER_ZONE);
  const [layers, setLayers] = useState<readonly Layer[]>(schedule?.layers ?? [newLayer('Rotation')]);
  const save = async () => {
    const body = { name, timeZone, layers };
    const saved = schedule
      ? await send<Schedule>('PATCH', `/v1/schedules/${schedule.id}`, { ...body, version: schedule.version })
      : await post<Schedule>('/v1/schedules', body);
    await refresh('/v1/schedules', '/v1/oncall');
    toast(`${saved.name} is saved.`);
    onClose();
    navigate(`/on-call/${saved.id}`);
  };
  return (
    <Form submit={schedule ? 'Save schedule' : 'Create schedule'} onSubmit={save}>
      {(problem) => (
        <>
          <Field label="Name" error={problem?.of('name')}>
            {(slot) => <input {...slot} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <Field label="Time zone" hint="Hand-overs follow its wall clock." error={problem?.of('timeZone')}>
            {(slot) => (
              <>
                <input {...slot} list="zones" value={timeZone} onChange={(event) => setTimeZone(event.target.value)} />
                <datalist id="zones">
                  {ZONES.map((zone) => (
                    <option key={zone} value={zone} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
          {layers.map((layer, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer has no name of its own that could not change.
            <fieldset key={index} className="layer">
              <legend>
                Layer {index + 1}
                {index > 0 && ', wins over those before'}
              </legend>
              <LayerFields
                layer={layer}
                users={users.data ?? []}
                onChange={(next) => setLayers(layers.map((one, at) => (at === index ? next : one)))}
              />
              {layers.length > 1 && (
                <Button
                  look="quiet"
                  icon="trash"
                  className="small"
                  onClick={() => setLayers(layers.filter((_, at) => at !== index))}
                >
                  Remove layer {index + 1}
                </Button>
              )}
            </fieldset>
          ))}
          <div>
            <Button
              icon="plus"
              className="small"
              onClick={() => setLayers([...layers, newLayer(`Layer ${layers.length + 1}`)])}
            >
              Add a layer
            </Button>
          </div>
        </>
      )}
    </Form>
  );
};

/** A schedule, made or changed: its zone, and layers of people who take turns. */
export const ScheduleDialog = ({
  open,
  schedule,
  onClose,
}: {
  readonly open: boolean;
  readonly schedule: Schedule | null;
  readonly onClose: () => void;
}) => (
  <Dialog open={open} onClose={onClose} title={schedule ? `Edit ${schedule.name}` : 'New schedule'}>
    <ScheduleForm schedule={schedule} onClose={onClose} />
  </Dialog>
);
