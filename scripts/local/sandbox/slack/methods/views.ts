import { randomBytes } from 'node:crypto';
import { type Answer, done, type Method, type Methods, missing, refuse, type Slack } from '../answer.ts';
import type { Arguments } from '../arguments.ts';
import { complaintsAboutView, VIEW_BYTES_MAX, withIds } from '../block-kit.ts';
import type { Json, View } from '../model.ts';
import { viewResource } from '../resources.ts';

const STACK_MAX = 3;

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Answer };

/** A view as Slack keeps it, or its error with what is wrong where. */
export const readView = (given: unknown, type: 'modal' | 'home'): Read<Json> => {
  if (given === undefined) return { ok: false, refusal: missing('view') };
  if (JSON.stringify(given).length > VIEW_BYTES_MAX) return { ok: false, refusal: refuse('view_too_large') };
  const complaints = complaintsAboutView(given, type);
  if (complaints.length > 0) return { ok: false, refusal: refuse('invalid_arguments', complaints) };
  const view = given as Json;
  return { ok: true, value: { ...view, blocks: withIds(view.blocks as Json[]) } };
};

const newHash = ({ world }: Slack): string =>
  `${Math.floor(world.clock.nowMs() / 1000)}.${randomBytes(4).toString('hex')}`;

/** The modals that are open for a person, the one on top last. */
export const openViews = ({ workspace }: Slack, userId: string): View[] =>
  workspace.views.all().filter((view) => view.user === userId && !view.isClosed);

/** Closes a person's modals; from the given one up, if one is given. */
export const closeViews = (slack: Slack, userId: string, from?: View): void => {
  const open = openViews(slack, userId);
  const first = from ? open.findIndex(({ id }) => id === from.id) : 0;
  for (const view of open.slice(Math.max(0, first))) slack.workspace.views.put({ ...view, isClosed: true });
};

/** Opens a modal, on top of those there are or in their place. */
export const openView = (slack: Slack, userId: string, payload: Json, below: View | null): View => {
  if (below === null) closeViews(slack, userId);
  const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
  return slack.workspace.views.put({
    id,
    user: userId,
    type: 'modal',
    payload,
    hash: newHash(slack),
    rootViewId: below?.rootViewId ?? id,
    previousViewId: below?.id ?? null,
    openedAt: slack.world.clock.now(),
    isClosed: false,
  });
};

/** Shows something else in a modal that is open. */
export const replaceView = (slack: Slack, view: View, payload: Json): View =>
  slack.workspace.views.put({ ...view, payload, hash: newHash(slack) });

const open =
  (isPush: boolean): Method =>
  (slack, args) => {
    if (!args.has('trigger_id')) return missing('trigger_id');
    const view = readView(args.json('view'), 'modal');
    if (!view.ok) return view.refusal;
    const trigger = slack.triggers.redeem(args.text('trigger_id'));
    if (!trigger.ok) return refuse(trigger.error);
    const stack = openViews(slack, trigger.user);
    if (isPush && stack.length >= STACK_MAX) return refuse('push_limit_reached');
    const opened = openView(slack, trigger.user, view.value, isPush ? (stack.at(-1) ?? null) : null);
    return done({ view: viewResource(opened) });
  };

const known = (slack: Slack, args: Arguments): View | undefined => {
  const { views } = slack.workspace;
  const found = args.has('view_id')
    ? views.get(args.text('view_id'))
    : views.all().findLast(({ payload }) => payload.external_id === args.text('external_id'));
  return found?.isClosed ? undefined : found;
};

const update: Method = (slack, args) => {
  if (!args.has('view_id') && !args.has('external_id')) return missing('view_id');
  const view = readView(args.json('view'), 'modal');
  if (!view.ok) return view.refusal;
  const before = known(slack, args);
  if (!before) return refuse('not_found');
  if (args.has('hash') && args.text('hash') !== before.hash) return refuse('hash_conflict');
  return done({ view: viewResource(replaceView(slack, before, view.value)) });
};

const publish: Method = (slack, args) => {
  if (!args.has('user_id')) return missing('user_id');
  const user = slack.workspace.user(args.text('user_id'));
  if (!user || user.isBot) return refuse('invalid_arguments', ['user_not_found [json-pointer:/user_id]']);
  const view = readView(args.json('view'), 'home');
  if (!view.ok) return view.refusal;
  const before = slack.workspace.homes.get(`VHOME${user.id}`);
  if (args.has('hash') && args.text('hash') !== before?.hash) return refuse('hash_conflict');
  const home = slack.workspace.homes.put({
    id: `VHOME${user.id}`,
    user: user.id,
    type: 'home',
    payload: view.value,
    hash: newHash(slack),
    rootViewId: `VHOME${user.id}`,
    previousViewId: null,
    openedAt: before?.openedAt ?? slack.world.clock.now(),
    isClosed: false,
  });
  return done({ view: viewResource(home) });
};

export const viewsMethods: Methods = {
  'views.open': open(false),
  'views.publish': publish,
  'views.push': open(true),
  'views.update': update,
};
