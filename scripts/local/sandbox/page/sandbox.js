import { byId, element, post, readable, toast } from './dom.js';
import { layOutProviders, showOutages, showWarnings } from './outside.js';
import { Phone } from './phone.js';
import { SlackWorkspace } from './slack.js';
import { isRinging, isTalking, tellStory } from './story.js';

/** The responders of the sample data. */
const SAMPLE_PEOPLE = new Map([
  ['+12025550101', 'Ada Park'],
  ['+12025550102', 'Ben Osei'],
  ['+12025550103', 'Cleo Marin'],
]);
const PHONES_SHOWN_MAX = 24;
const MESSAGES_KEPT_MAX = 500;
const INCIDENTS_SHOWN_MAX = 4;
const INCIDENTS_EVERY_MS = 10_000;
const SETTLE_MS = 400;

const ALERTS = [
  ['Checkout fails for one in five customers', 'payments-api', 'critical'],
  ['Disk of orders-db-1 is 97 % full', 'orders-db-1', 'critical'],
  ['Queue of outgoing mail grows for 20 minutes', 'mail-worker', 'error'],
  ['Sign-in takes 8 seconds at the 99th percentile', 'login', 'critical'],
];

const world = { connected: true, calls: [], messages: [], incidents: undefined };
const phones = new Map();
const hidden = new Set();
const warnings = [];
const slack = new SlackWorkspace();
let fired = 0;

const phoneOf = (number) => {
  const known = phones.get(number);
  if (known || phones.size >= PHONES_SHOWN_MAX) {
    if (!known) hidden.add(number);
    byId('more-phones').hidden = hidden.size === 0;
    byId('more-phones').textContent = `and ${hidden.size} more phones`;
    return known;
  }
  const phone = new Phone(number, SAMPLE_PEOPLE.get(number));
  phones.set(number, phone);
  byId('phones').append(phone.root);
  byId('chips').append(phone.chip);
  return phone;
};

const onMessage = (message, isOld = false) => {
  if (message.kind !== 'sms' && message.kind !== 'call') return;
  const index = world.messages.findLastIndex(({ id }) => id === message.id);
  if (index >= 0) world.messages[index] = message;
  else world.messages.push(message);
  if (world.messages.length > MESSAGES_KEPT_MAX) world.messages.shift();
  if (index < 0 && !isOld && message.kind === 'sms')
    byId('announcer').textContent = `Message on ${readable(message.to)}: ${message.body}`;
  phoneOf(message.to)?.message(message, isOld);
};

const onCall = (call) => {
  const wasKnown = world.calls.some(({ id }) => id === call.id);
  world.calls = world.calls.filter(({ id }) => id !== call.id);
  if (isRinging(call) || isTalking(call)) world.calls.push(call);
  if (!wasKnown && isRinging(call)) byId('announcer').textContent = `Incoming call on ${readable(call.to)}`;
  phoneOf(call.to)?.call(call);
};

const onSnapshot = (snapshot) => {
  for (const phone of phones.values()) phone.clear();
  world.messages = [];
  world.calls = [];
  const entries = [
    ...snapshot.messages.map((message) => [message.at, () => onMessage(message, true)]),
    ...snapshot.replies.map((reply) => [reply.at, () => phoneOf(reply.from)?.reply(reply)]),
  ];
  entries.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  for (const [, show] of entries) show();
  for (const call of snapshot.calls) onCall(call);
  warnings.splice(0, warnings.length, ...snapshot.warnings);
  showWarnings(warnings);
  layOutProviders(snapshot.modes);
  showOutages(snapshot.outages);
  slack.load(snapshot.slack, snapshot.now);
};

const onWarning = (warning) => {
  warnings.push(warning);
  showWarnings(warnings);
  toast(warning.text);
};

const tell = () => {
  const { headline, next, phone } = tellStory(world);
  setText(byId('headline'), headline);
  setText(byId('next'), next);
  const show = byId('show');
  show.hidden = phone === undefined;
  show.dataset.phone = phone ?? '';
  byId('fire').classList.toggle('primary', phone === undefined);
  byId('hero').dataset.mood = phone === undefined ? 'calm' : 'alert';
  const ringing = world.calls.find(isRinging);
  document.title = `${ringing ? `Ringing: ${readable(ringing.to)}` : 'Phones'} · PD Lite sandbox`;
};

/** Only a change is announced. */
const setText = (place, text) => {
  if (place.textContent !== text) place.textContent = text;
};

let token;

/** @returns what the answer holds; undefined when there is no good answer. */
const read = async (path, headers = {}) => {
  const answer = await fetch(path, { headers }).catch(() => undefined);
  return answer?.ok ? answer.json().catch(() => undefined) : undefined;
};

const readIncidents = async () => {
  token ??= (await read('/sandbox/session'))?.token;
  const body = token && (await read('/v1/incidents', { authorization: `Bearer ${token}` }));
  // The region may have come back with another token.
  if (!body) token = undefined;
  world.incidents = Array.isArray(body?.items) ? body.items : undefined;
  showIncidents(world.incidents ?? []);
  tell();
};

const showIncidents = (incidents) => {
  const order = { triggered: 0, acknowledged: 1, resolved: 2 };
  const shown = [...incidents]
    .sort((one, other) => order[one.status] - order[other.status])
    .slice(0, INCIDENTS_SHOWN_MAX);
  byId('incidents').hidden = shown.length === 0;
  byId('incidents').replaceChildren(
    ...shown.map(({ number, id, title, status }) =>
      element('li', { className: `incident is-${status}` }, [
        element('span', { className: 'incident-status', text: status }),
        element('span', { className: 'incident-number', text: String(number ?? id).replace(/^(\d+)$/, 'INC-$1') }),
        element('span', { className: 'incident-title', text: title ?? '' }),
      ]),
    ),
  );
};

let isSettling = false;
/** Something happened: say what it means now, and ask soon what became of the incidents. */
const changed = () => {
  tell();
  if (isSettling) return;
  isSettling = true;
  setTimeout(() => {
    isSettling = false;
    readIncidents();
  }, SETTLE_MS);
};

const setConnected = (isConnected) => {
  world.connected = isConnected;
  setText(byId('connection'), isConnected ? 'Live' : 'Reconnecting');
  byId('connection').classList.toggle('is-lost', !isConnected);
  tell();
};

const fire = async () => {
  const [summary, source, severity] = ALERTS[fired++ % ALERTS.length];
  const button = byId('fire');
  button.disabled = true;
  try {
    await post('/v2/enqueue', { routing_key: 'demo', event_action: 'trigger', payload: { summary, source, severity } });
    changed();
  } catch (error) {
    toast(`The alert was not accepted. ${error.message}`);
  } finally {
    button.disabled = false;
  }
};

const listen = () => {
  const events = new EventSource('/sandbox/events');
  const on = (name, act) =>
    events.addEventListener(name, ({ data }) => {
      act(JSON.parse(data));
      changed();
    });
  on('snapshot', onSnapshot);
  on('message', onMessage);
  on('reply', (reply) => phoneOf(reply.from)?.reply(reply));
  on('call', onCall);
  on('warning', onWarning);
  on('outages', showOutages);
  on('slack', (record) => slack.take(record));
  events.addEventListener('open', () => setConnected(true));
  events.addEventListener('error', () => setConnected(false));
};

for (const number of SAMPLE_PEOPLE.keys()) phoneOf(number);
byId('outside').open = matchMedia('(min-width: 60rem)').matches;
byId('fire').addEventListener('click', fire);
byId('show').addEventListener('click', () => phones.get(byId('show').dataset.phone)?.reveal());
setInterval(() => {
  if (!document.hidden) readIncidents();
}, INCIDENTS_EVERY_MS);
tell();
listen();
