import { done, type Method, type Methods, missing, refuse } from '../answer.ts';
import { APP, TEAM, USERS, type UserGroup } from '../model.ts';
import { groupResource, userResource } from '../resources.ts';

const authTest: Method = () =>
  done({
    url: `https://${TEAM.domain}.slack.com/`,
    team: TEAM.name,
    user: 'pd_lite',
    team_id: TEAM.id,
    user_id: APP.userId,
    bot_id: APP.botId,
    is_enterprise_install: false,
  });

const usersInfo: Method = ({ workspace }, args) => {
  if (!args.has('user')) return missing('user');
  const user = workspace.user(args.text('user'));
  return user ? done({ user: userResource(user) }) : refuse('user_not_found');
};

const lookupByEmail: Method = (_slack, args) => {
  if (!args.has('email')) return missing('email');
  const email = args.text('email').toLowerCase();
  const user = USERS.find((each) => each.email === email);
  return user ? done({ user: userResource(user) }) : refuse('users_not_found');
};

const usersList: Method = () => done({ members: USERS.map(userResource), response_metadata: { next_cursor: '' } });

const groupsList: Method = ({ workspace }, args) => {
  const groups = workspace.groups.all().filter(({ isDisabled }) => args.flag('include_disabled') || !isDisabled);
  return done({ usergroups: groups.map((group) => groupResource(group, args.flag('include_users'))) });
};

const groupsCreate: Method = ({ workspace, world }, args) => {
  const name = args.text('name');
  if (!name) return missing('name');
  const handle = args.text('handle') || name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const known = workspace.groups.all();
  if (known.some((group) => group.name === name)) return refuse('name_already_exists');
  if (known.some((group) => group.handle === handle)) return refuse('handle_already_exists');
  if (!/^[a-z0-9._-]{1,80}$/.test(handle)) return refuse('invalid_handle');
  const at = world.clock.now();
  const group = workspace.groups.put({
    id: `S0GROUP${known.length + 1}`,
    name,
    handle,
    description: args.text('description'),
    users: [],
    createdAt: at,
    updatedAt: at,
    isDisabled: false,
  });
  return done({ usergroup: groupResource(group) });
};

/** The groups that a call names, or Slack's error. */
const withGroup =
  (act: (group: UserGroup, ...rest: Parameters<Method>) => ReturnType<Method>): Method =>
  (slack, args) => {
    if (!args.has('usergroup')) return missing('usergroup');
    const group = slack.workspace.groups.get(args.text('usergroup'));
    return group ? act(group, slack, args) : refuse('no_such_subteam');
  };

const groupUsersUpdate = withGroup((group, { workspace, world }, args) => {
  const users = args.ids('users');
  if (users.length === 0) return refuse('no_users_provided');
  if (users.some((id) => !workspace.user(id))) return refuse('invalid_users');
  const changed = workspace.groups.put({ ...group, users, updatedAt: world.clock.now(), isDisabled: false });
  return done({ usergroup: groupResource(changed, true) });
});

const groupUsersList = withGroup((group) => done({ users: group.users }));

export const peopleMethods: Methods = {
  'auth.test': authTest,
  'users.info': usersInfo,
  'users.list': usersList,
  'users.lookupByEmail': lookupByEmail,
  'usergroups.create': groupsCreate,
  'usergroups.list': groupsList,
  'usergroups.users.list': groupUsersList,
  'usergroups.users.update': groupUsersUpdate,
};
