import { useTargets } from '../lib/targets.ts';

interface PickerProps {
  readonly legend: string;
  /** `user:ben`, `schedule:checkout-primary` */
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

export const toTargets = (value: readonly string[]) =>
  value.map((key) => {
    const at = key.indexOf(':');
    return { type: key.slice(0, at), id: key.slice(at + 1) };
  });

/** People and schedules, as many as one likes. */
export const TargetPicker = ({ legend, value, onChange }: PickerProps) => {
  const targets = useTargets();
  const toggle = (key: string, on: boolean) => onChange(on ? [...value, key] : value.filter((one) => one !== key));
  return (
    <fieldset className="field picker">
      <legend>{legend}</legend>
      {targets.length === 0 && <p className="hint">Nobody to choose yet.</p>}
      {targets.map(({ type, id, name }) => {
        const key = `${type}:${id}`;
        return (
          <label key={key} className="choice">
            <input
              type="checkbox"
              checked={value.includes(key)}
              onChange={(event) => toggle(key, event.target.checked)}
            />
            <span>{name}</span>
            <span className="quiet">{type === 'schedule' ? 'on call' : 'person'}</span>
          </label>
        );
      })}
    </fieldset>
  );
};
