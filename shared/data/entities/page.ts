import { Entity } from 'electrodb';
import type { Page } from '../../domain/paging/page.ts';
import type { TableConnection } from '../table.ts';
import { asIs, count, holds, key, optionalText, text } from './keys.ts';

/** One person's page; in the due index until all their rules are worked or somebody has answered. */
export const pageEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'page', version: '1' },
      attributes: {
        incidentId: text,
        pageId: text,
        baton: count,
        page: holds<Page>(),
        duePk: optionalText,
        dueSk: optionalText,
      },
      indexes: {
        primary: {
          pk: key('pk', ['incidentId'], 'incident#${incidentId}'),
          sk: key('sk', ['pageId'], 'page#${pageId}'),
        },
        due: { index: 'due', pk: asIs('duePk'), sk: asIs('dueSk') },
      },
    },
    { client, table },
  );
