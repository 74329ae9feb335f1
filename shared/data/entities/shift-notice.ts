import { Entity } from 'electrodb';
import type { TableConnection } from '../table.ts';
import { key, text } from './keys.ts';

/** Up to which hand-over of a schedule people were told. */
export const shiftNoticeEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'shift-notice', version: '1' },
      attributes: { scheduleId: text, which: text, at: text },
      indexes: {
        primary: { pk: key('pk', ['scheduleId'], 'shift-notice#${scheduleId}'), sk: key('sk', ['which'], '${which}') },
      },
    },
    { client, table },
  );
