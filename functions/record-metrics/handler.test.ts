import { expect, it } from 'vitest';
import { recordMetrics } from './handler.ts';

it.each(['IncidentAcknowledged', 'IncidentResolved', 'NoteAdded'])('records %s', async (type) => {
  const detail = { declaredAt: '2026-11-23T03:00:00.000Z', event: { at: '2026-11-23T03:01:00.000Z' } };
  expect(await recordMetrics(undefined, { 'detail-type': type, detail } as never)).toEqual({
    recorded: true,
  });
});
