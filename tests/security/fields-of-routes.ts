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

const LAYER = {
  name: 'weekly',
  rotation: { unit: 'week', length: 1, startsAt: '2026-11-23T09:00' },
  participants: ['ada'],
  restrictions: [{ days: [1], from: '09:00', to: '17:00' }],
  endsAt: '2027-11-23T09:00:00Z',
};
const NO_INSTANT = ['tomorrow', '2026-03-09', '2026-03-09T15:00:00', LONG];
const NO_LIST = [7, true, {}, PRIVATE];
const NO_NUMBER = [true, {}, [], PRIVATE, -1, 1.5, 1e9];
const inLayer = (field: string, of: FieldOf): Readonly<Record<string, FieldOf>> => ({
  [`layers.0.${field}`]: { ...of, blames: `layers[0].${field.replace(/\.(\d+)/g, '[$1]')}` },
});
const SCHEDULE: Readonly<Record<string, FieldOf>> = {
  name: optional(['', LONG]),
  timeZone: optional(['Mars/Olympus', '+05:30', '', '__proto__', LONG]),
  layers: { wrong: [...NO_LIST, Array(21).fill(LAYER)] },
  ...inLayer('name', required([LONG])),
  ...inLayer('participants', { wrong: [...NO_LIST, null, [], Array(51).fill('ada')] }),
  ...inLayer('participants.0', required(['no-such-person', '__proto__', LONG])),
  ...inLayer('rotation.unit', required(['month'])),
  ...inLayer('rotation.length', { wrong: [...NO_NUMBER, 0, null] }),
  ...inLayer('rotation.startsAt', required(['2026-02-30T09:00', '2026-03-09T15:00:00Z', LONG])),
  ...inLayer('restrictions', { wrong: [...NO_LIST, Array(22).fill(LAYER.restrictions[0])] }),
  ...inLayer('restrictions.0.days', { wrong: [...NO_LIST, [], [1, 1]] }),
  ...inLayer('restrictions.0.from', required(['9:00', '24:00'])),
  ...inLayer('restrictions.0.to', required(['24:01'])),
  ...inLayer('endsAt', optional(NO_INSTANT)),
  overrides: { wrong: NO_LIST },
};
const STRETCH = { userId: 'ada', from: '2026-11-23T09:00:00Z', to: '2026-11-24T09:00:00Z' };
const stretchAt = (path: string, blames: string): Readonly<Record<string, FieldOf>> => ({
  [`${path}userId`]: { ...required(['no-such-person', '__proto__', LONG]), blames: `${blames}userId` },
  [`${path}from`]: { ...required(NO_INSTANT), blames: `${blames}from` },
  [`${path}to`]: {
    ...required([...NO_INSTANT, '2026-11-22T09:00:00Z', '2029-11-22T09:00:00Z']),
    blames: `${blames}to`,
  },
});

const RULE = { channel: 'sms', to: '+12025550199', delaySeconds: 0 };
const NO_ID = ['Not A Slug', '__proto__', LONG];
const VERSION: FieldOf = { wrong: [...NO_NUMBER.filter((value) => value !== 1e9), null, 0] };
const USER: Readonly<Record<string, FieldOf>> = {
  name: optional(['', LONG]),
  email: optional(['ada', 'ada@', 'a b@example.com', LONG]),
  slackId: optional(['ada', '__proto__', LONG]),
  role: optional(['owner', '__proto__']),
  rules: { wrong: [...NO_LIST, Array(11).fill(RULE)] },
  'rules.0.channel': { ...required(['pager', '__proto__']), blames: 'rules[0].channel' },
  'rules.0.to': { ...required(['911', 'ada@example.com', '+12025550102', LONG]), blames: 'rules[0].to' },
  'rules.0.delaySeconds': { wrong: [...NO_NUMBER, null, 3601], blames: 'rules[0].delaySeconds' },
};
const SERVICE: Readonly<Record<string, FieldOf>> = {
  name: optional(['', LONG]),
  policyId: optional(['no-such-policy', ...NO_ID]),
  grouping: { wrong: [7, true, PRIVATE] },
  'grouping.type': required(['all', '__proto__']),
};
const LEVEL = { targets: SOMEBODY, timeoutSeconds: 300 };
const POLICY: Readonly<Record<string, FieldOf>> = {
  name: optional(['', LONG]),
  levels: { wrong: [...NO_LIST, [], Array(21).fill(LEVEL)] },
  'levels.0.timeoutSeconds': { wrong: [...NO_NUMBER, null, 0], blames: 'levels[0].timeoutSeconds' },
  'levels.0.targets': { wrong: [...NO_LIST, null, [], Array(21).fill(SOMEBODY[0])], blames: 'levels[0].targets' },
  'levels.0.targets.0.type': { ...required(['team', '__proto__']), blames: 'levels[0].targets[0].type' },
  'levels.0.targets.0.id': { ...required(['no-such-person', ...NO_ID]), blames: 'levels[0].targets[0].id' },
  'levels.0.roundRobin': { wrong: [null, 'yes', 7, PRIVATE], blames: 'levels[0].roundRobin' },
  rounds: { wrong: [...NO_NUMBER, 0, 11] },
  fallback: { wrong: [...NO_LIST, Array(21).fill(SOMEBODY[0])] },
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
  'start-drill': { valid: {}, fields: {} },
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
  'create-user': {
    valid: { name: 'Somebody', rules: [RULE] },
    fields: { ...USER, name: required([LONG]), id: optional(NO_ID) },
  },
  'update-user': { valid: { version: 1, name: 'Ada Park', rules: [RULE] }, fields: { ...USER, version: VERSION } },
  'create-service': {
    valid: { name: 'A service', grouping: { type: 'alert' } },
    fields: { ...SERVICE, name: required([LONG]), id: optional(NO_ID) },
  },
  'update-service': {
    valid: { version: 1, grouping: { type: 'alert' } },
    fields: { ...SERVICE, version: VERSION },
  },
  'create-policy': {
    valid: { name: 'A policy', levels: [LEVEL] },
    fields: { ...POLICY, name: required([LONG]), id: optional(NO_ID) },
  },
  'update-policy': { valid: { version: 1, levels: [LEVEL] }, fields: { ...POLICY, version: VERSION } },
  'create-key': {
    valid: { name: 'A monitor' },
    fields: {
      name: required([LONG]),
      replaces: optional(['no-such-key', ...NO_ID]),
      overlapMinutes: { wrong: [...NO_NUMBER, 10_081] },
    },
  },
  'create-maintenance': {
    valid: { to: '2026-03-09T18:00:00Z', reason: 'A new disk' },
    fields: {
      from: optional([...NO_INSTANT, '2029-03-09T15:00:00Z']),
      to: required([...NO_INSTANT, '2020-03-09T15:00:00Z', '2027-03-09T15:00:00Z']),
      reason: required([LONG]),
    },
  },
  'create-token': {
    valid: { name: 'A script', role: 'viewer', scopes: ['incidents'] },
    fields: {
      name: required([LONG]),
      role: required(['owner', '__proto__']),
      expiresAt: optional([...NO_INSTANT, '2020-03-09T15:00:00Z']),
      scopes: { wrong: [...NO_LIST, null, [], Array(9).fill('incidents')] },
      'scopes.0': { ...required(['tokens', '__proto__']), blames: 'scopes[0]' },
      userId: optional(['no-such-person', ...NO_ID]),
    },
  },
  'create-schedule': {
    valid: { name: 'A schedule', timeZone: 'UTC', layers: [LAYER] },
    fields: { ...SCHEDULE, id: optional(['Not A Slug', '__proto__', LONG]) },
  },
  'update-schedule': { valid: { version: 1, name: 'A schedule', layers: [LAYER] }, fields: SCHEDULE },
  'create-override': { valid: STRETCH, fields: stretchAt('', '') },
  'create-schedule-calendar': { valid: {}, fields: {} },
  'create-user-calendar': { valid: {}, fields: {} },
  'swap-shifts': {
    valid: { shifts: [STRETCH, { ...STRETCH, userId: 'ben' }] },
    fields: { shifts: { wrong: [...NO_LIST, [], [STRETCH]] }, ...stretchAt('shifts.0.', 'shifts[0].') },
  },
};
