import { Entity } from 'electrodb';
import type { EscalationRun } from '../../domain/escalation/run.ts';
import type { TableConnection } from '../table.ts';
import { asIs, count, holds, key, optionalText, text } from './keys.ts';

/** An escalation run; in the due index for as long as it runs. */
export const runEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'run', version: '1' },
      attributes: {
        incidentId: text,
        runId: text,
        baton: count,
        run: holds<EscalationRun>(),
        duePk: optionalText,
        dueSk: optionalText,
      },
      indexes: {
        primary: { pk: key('pk', ['incidentId'], 'incident#${incidentId}'), sk: key('sk', ['runId'], 'run#${runId}') },
        due: { index: 'due', pk: asIs('duePk'), sk: asIs('dueSk') },
      },
    },
    { client, table },
  );
