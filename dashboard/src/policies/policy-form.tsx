import { useState } from 'react';
import { type Problem, post, send } from '../lib/api.ts';
import { useRefresh } from '../lib/data.ts';
import type { Policy, Target } from '../lib/types.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { TargetPicker, toTargets } from '../ui/target-picker.tsx';
import { toast } from '../ui/toast.tsx';
import { isPlace, Places } from './places.tsx';

type Level = Policy['levels'][number];

const MINUTE = 60;
const LEVEL: Level = { targets: [], timeoutSeconds: 5 * MINUTE };

/** The people and schedules that are picked, each as it was; then the places. */
const withPeople = (before: readonly Target[], value: readonly string[]): readonly Target[] => {
  const known = new Map(before.map((target) => [`${target.type}:${target.id}`, target]));
  const chosen = toTargets(value).map((target) => known.get(`${target.type}:${target.id}`) ?? target);
  return [...chosen, ...before.filter(isPlace)];
};

const withPlaces = (before: readonly Target[], places: readonly Target[]): readonly Target[] => [
  ...before.filter((target) => !isPlace(target)),
  ...places,
];

const keysOf = (targets: readonly Target[]): readonly string[] =>
  targets.filter((target) => !isPlace(target)).map(({ type, id }) => `${type}:${id}`);

/** The API counts places among all targets of a level. */
const placeProblem = (problem: Problem | null, targets: readonly Target[], at: string) => (index: number) =>
  problem?.of(`${at}[${keysOf(targets).length + index}]`);

interface LevelProps {
  readonly level: Level;
  readonly number: number;
  readonly problem: Problem | null;
  readonly onChange: (level: Level) => void;
  readonly onRemove: (() => void) | null;
}

const LevelFields = ({ level, number, problem, onChange, onRemove }: LevelProps) => (
  <fieldset className="layer">
    <legend>Level {number}</legend>
    <TargetPicker
      legend="Who is paged"
      value={keysOf(level.targets)}
      onChange={(value) => onChange({ ...level, targets: withPeople(level.targets, value) })}
    />
    <label className="choice">
      <input
        type="checkbox"
        checked={level.roundRobin ?? false}
        onChange={(event) => onChange({ ...level, roundRobin: event.target.checked })}
      />
      <span>By turns</span>
      <span className="quiet">one for each incident</span>
    </label>
    <Places
      places={level.targets.filter(isPlace)}
      problemOf={placeProblem(problem, level.targets, `levels[${number - 1}].targets`)}
      onChange={(places) => onChange({ ...level, targets: withPlaces(level.targets, places) })}
    />
    <Field label="Minutes to answer">
      {(slot) => (
        <input
          {...slot}
          type="number"
          min={0.5}
          step={0.5}
          value={level.timeoutSeconds / MINUTE}
          onChange={(event) => onChange({ ...level, timeoutSeconds: Math.round(Number(event.target.value) * MINUTE) })}
        />
      )}
    </Field>
    {onRemove && (
      <Button look="quiet" icon="trash" className="small" onClick={onRemove}>
        Remove level {number}
      </Button>
    )}
  </fieldset>
);

const PolicyForm = ({ policy, onClose }: { readonly policy: Policy | null; readonly onClose: () => void }) => {
  const refresh = useRefresh();
  const [name, setName] = useState(policy?.name ?? '');
  const [levels, setLevels] = useState<readonly Level[]>(policy?.levels ?? [LEVEL]);
  const [rounds, setRounds] = useState(policy?.rounds ?? 2);
  const [fallback, setFallback] = useState<readonly Target[]>(policy?.fallback ?? []);
  const save = async () => {
    const body = { name, levels, rounds, fallback };
    const saved = policy
      ? await send<Policy>('PATCH', `/v1/policies/${policy.id}`, { ...body, version: policy.version })
      : await post<Policy>('/v1/policies', body);
    await refresh('/v1/policies', '/v1/services');
    toast(`${saved.name} is saved.`);
  };
  return (
    <Form submit={policy ? 'Save policy' : 'Create policy'} onSubmit={save} onDone={onClose}>
      {(problem) => (
        <>
          <Field label="Name" error={problem?.of('name')}>
            {(slot) => <input {...slot} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          {levels.map((level, index) => (
            <LevelFields
              // biome-ignore lint/suspicious/noArrayIndexKey: a level is known by its place.
              key={index}
              level={level}
              number={index + 1}
              problem={problem}
              onChange={(next) => setLevels(levels.map((one, at) => (at === index ? next : one)))}
              onRemove={levels.length > 1 ? () => setLevels(levels.toSpliced(index, 1)) : null}
            />
          ))}
          <div>
            <Button icon="plus" className="small" onClick={() => setLevels([...levels, LEVEL])}>
              Add a level
            </Button>
          </div>
          <Field label="How many times round" error={problem?.of('rounds')}>
            {(slot) => (
              <input
                {...slot}
                type="number"
                min={1}
                max={10}
                value={rounds}
                onChange={(event) => setRounds(Number(event.target.value))}
              />
            )}
          </Field>
          <TargetPicker
            legend="Fallback: told when nobody answered"
            value={keysOf(fallback)}
            onChange={(value) => setFallback(withPeople(fallback, value))}
          />
          <Places
            places={fallback.filter(isPlace)}
            problemOf={placeProblem(problem, fallback, 'fallback')}
            onChange={(places) => setFallback(withPlaces(fallback, places))}
          />
        </>
      )}
    </Form>
  );
};

interface Props {
  readonly open: boolean;
  readonly policy: Policy | null;
  readonly onClose: () => void;
}

export const PolicyDialog = ({ open, policy, onClose }: Props) => (
  <Dialog open={open} onClose={onClose} title={policy ? `Edit ${policy.name}` : 'New policy'}>
    <PolicyForm policy={policy} onClose={onClose} />
  </Dialog>
);
