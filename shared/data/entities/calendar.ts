import { Entity } from 'electrodb';
import type { CalendarLink } from '../calendar-link-store.ts';
import type { TableConnection } from '../table.ts';
import { holds, key, text } from './keys.ts';

/** The secret link by which somebody reads the calendar of a schedule or a person, without its secret. */
export const calendarLinkEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'calendar-link', version: '1' },
      attributes: { of: text, owner: text, link: holds<CalendarLink>() },
      indexes: { primary: { pk: key('pk', ['of'], 'calendar#${of}'), sk: key('sk', ['owner'], '${owner}') } },
    },
    { client, table },
  );
