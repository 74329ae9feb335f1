/** What a field must not be given, and who is blamed for it: the field itself, unless it says otherwise. */
export interface FieldOf {
  readonly wrong: readonly unknown[];
  readonly blames?: string;
}

export interface FieldsOfRoute {
  /** A body that would be taken. */
  readonly valid: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, FieldOf>>;
}

const PRIVATE = 'PRIVATE-WORDS';
const NOT_TEXT = [7, true, {}, [], [PRIVATE], { text: PRIVATE }];
const required = (more: readonly unknown[] = []): FieldOf => ({ wrong: [...NOT_TEXT, null, '', '  ', ...more] });
const optional = (more: readonly unknown[] = []): FieldOf => ({ wrong: [...NOT_TEXT, ...more] });

const EVENT = {
  routing_key: 'demo',
  event_action: 'trigger',
  dedup_key: 'k',
  payload: { summary: 's', source: 's', severity: 'info' },
};
const LONG = 'x'.repeat(20_000);

const SOMEBODY = [{ type: 'user', id: 'ada' }];
const PAGE = {
  page: { wrong: [7, true, {}, [], PRIVATE, Array.from({ length: 21 }, () => SOMEBODY[0])] },
  'page.0.type': { ...required(['service', '__proto__']), blames: 'page[0].type' },
  'page.0.id': { ...required(['no-such-person', '__proto__', LONG]), blames: 'page[0].id' },
};

/** Every route that takes a body, by its function (and its path, where a function has several): a test holds it to the manifest. */
export const FIELDS: Readonly<Record<string, FieldsOfRoute>> = {
  'add-contact-method': {
    valid: { type: 'sms', to: '+12025550177' },
    fields: {
      type: required(['pager', '__proto__']),
      to: required(['2025550177', 'ada@example.com', LONG]),
      label: optional(['', LONG]),
    },
  },
  'verify-contact-method': {
    valid: { code: '123456' },
    fields: { code: required(['12345', '1234567', 'abcdef', LONG]) },
  },
  'declare-incident': {
    valid: { title: 'A title', page: SOMEBODY },
    fields: {
      title: required([LONG]),
      description: optional([LONG, '']),
      severity: optional(['SEV9', 'sev1', '', 1]),
      service: optional(['no-such-service', LONG, '']),
      ...PAGE,
    },
  },
  'acknowledge-incident': { valid: {}, fields: {} },
  'escalate-incident': { valid: { page: SOMEBODY }, fields: { reason: optional([LONG, '']), ...PAGE } },
  'update-incident': {
    valid: { message: 'A message' },
    fields: {
      message: optional([LONG, '']),
      severity: optional(['SEV0', '']),
      nextUpdateDueAt: optional(['tomorrow', '2026-03-09', '2026-03-09T15:00:00', '']),
    },
  },
  'assign-role': {
    valid: { role: 'scribe', userId: 'ada' },
    fields: { role: required(['boss', '__proto__']), userId: optional(['nobody', '', LONG, '__proto__']) },
  },
  'add-note': { valid: { text: 'A note' }, fields: { text: required([LONG]) } },
  'resolve-incident': { valid: {}, fields: { summary: optional([LONG, '']) } },
  'reopen-incident': { valid: {}, fields: { reason: optional([LONG, '']) } },
  'merge-incidents': { valid: { into: 'INC-99999' }, fields: { into: required([LONG, 'nonsense', 'INC-99999']) } },
  'ingest-pagerduty /v2/enqueue': {
    valid: EVENT,
    fields: {
      routing_key: required(['x'.repeat(256)]),
      event_action: required(['explode', '__proto__']),
      dedup_key: optional(['x'.repeat(256)]),
      payload: { wrong: [7, true, [], PRIVATE, null] },
      'payload.summary': required(),
      'payload.source': required(),
      'payload.severity': required(['SEV1', 'terrible']),
      client: optional(),
      links: { wrong: [7, true, {}, PRIVATE] },
    },
  },
  'ingest-pagerduty /generic/2010-04-15/create_event.json': {
    valid: { service_key: 'demo', event_type: 'trigger', description: 'd' },
    fields: {
      service_key: required(['x'.repeat(256)]),
      event_type: required(['explode']),
      incident_key: optional(['x'.repeat(256)]),
      description: required(),
      contexts: { wrong: [7, true, {}, PRIVATE] },
    },
  },
  'ingest-change': {
    valid: { routing_key: 'demo', payload: { summary: 's' } },
    fields: {
      routing_key: required(['x'.repeat(256)]),
      payload: { wrong: [7, true, [], PRIVATE, null] },
      'payload.summary': required(),
      'payload.source': optional(),
      links: { wrong: [7, true, {}, PRIVATE] },
    },
  },
  'ingest-generic': {
    valid: { title: 't', dedup_key: 'k' },
    fields: {
      title: { wrong: [7, true, {}, [], [PRIVATE], null, '', '  '] },
      action: { wrong: [...NOT_TEXT, 'explode', '__proto__'] },
      dedup_key: { wrong: [true, {}, [], 'x'.repeat(256)] },
      source: optional(),
      severity: { wrong: [true, {}, [], 'terrible', 9] },
      labels: { wrong: [7, true, [7], [{}]] },
      url: optional(),
      timestamp: { wrong: [true, {}, [], 'yesterday'] },
    },
  },
  'ingest-alertmanager': {
    valid: { alerts: [{ status: 'firing', labels: { alertname: 'a' }, fingerprint: 'f' }] },
    fields: {
      alerts: { wrong: [7, true, {}, PRIVATE, null] },
      'alerts.0.status': { ...required(['suppressed']), blames: 'alerts[0].status' },
      'alerts.0.labels': { wrong: [7, true, [], PRIVATE], blames: 'alerts[0].labels' },
      'alerts.0.fingerprint': { ...optional(['x'.repeat(256)]), blames: 'alerts[0].fingerprint' },
    },
  },
};
