import type { Target } from '../lib/types.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/form.tsx';

/** A place is told beside the people: a channel or a webhook. */
export const isPlace = ({ type }: Target): boolean => type === 'slack-channel' || type === 'webhook';

const isChannel = ({ type }: Target): boolean => type === 'slack-channel';

const whereOf = (place: Target): string => String((isChannel(place) ? place.id : place['url']) ?? '');

const at = (place: Target, where: string): Target => ({ ...place, [isChannel(place) ? 'id' : 'url']: where });

const called = ({ name: _, ...place }: Target, name: string): Target => (name ? { ...place, name } : place);

interface PlaceProps {
  readonly place: Target;
  readonly problem: string | undefined;
  readonly onChange: (place: Target) => void;
  readonly onRemove: () => void;
}

const PlaceFields = ({ place, problem, onChange, onRemove }: PlaceProps) => {
  const what = isChannel(place) ? 'channel' : 'webhook';
  return (
    <div>
      <div className="fields">
        <Field
          label={isChannel(place) ? 'Id of the Slack channel' : 'Address of the webhook'}
          hint={
            isChannel(place) ? 'At the end of the channel’s details in Slack: C012AB3CD.' : 'https, with a public name.'
          }
          error={problem}
        >
          {(slot) => (
            <input
              {...slot}
              type={isChannel(place) ? 'text' : 'url'}
              value={whereOf(place)}
              onChange={(event) => onChange(at(place, event.target.value.trim()))}
            />
          )}
        </Field>
        <Field label={`Name of the ${what}`} hint="As people know it; may stay empty.">
          {(slot) => (
            <input
              {...slot}
              maxLength={80}
              value={String(place['name'] ?? '')}
              onChange={(event) => onChange(called(place, event.target.value))}
            />
          )}
        </Field>
      </div>
      <Button look="quiet" icon="trash" className="small" onClick={onRemove}>
        Remove the {what}
      </Button>
    </div>
  );
};

interface PlacesProps {
  readonly places: readonly Target[];
  /** What is wrong with the place at an index. */
  readonly problemOf: (index: number) => string | undefined;
  readonly onChange: (places: readonly Target[]) => void;
}

/** The places that are told: none to begin with, and as many as one likes. */
export const Places = ({ places, problemOf, onChange }: PlacesProps) => (
  <>
    {places.map((place, index) => (
      <PlaceFields
        // biome-ignore lint/suspicious/noArrayIndexKey: a place is known by its position while it is written.
        key={index}
        place={place}
        problem={problemOf(index)}
        onChange={(next) => onChange(places.with(index, next))}
        onRemove={() => onChange(places.toSpliced(index, 1))}
      />
    ))}
    <div className="row-of-buttons">
      <Button icon="plus" className="small" onClick={() => onChange([...places, { type: 'slack-channel', id: '' }])}>
        Tell a Slack channel
      </Button>
      <Button icon="plus" className="small" onClick={() => onChange([...places, { type: 'webhook', url: '' }])}>
        Tell a webhook
      </Button>
    </div>
  </>
);
