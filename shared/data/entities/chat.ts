import { Entity } from 'electrodb';
import type { ChatRoom } from '../../domain/chat/room.ts';
import type { UserGroups } from '../../domain/chat/user-group.ts';
import type { TableConnection } from '../table.ts';
import { asIs, count, holds, key, optionalText, text } from './keys.ts';

/** How much of a rate budget at Slack is used: every function counts here, so that together they keep to it. */
export const rateBudgetEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'rate-budget', version: '1' },
      attributes: { name: text, arrivalMs: count },
      indexes: { primary: { pk: key('pk', ['name'], 'slack-budget#${name}'), sk: key('sk', [], 'state') } },
    },
    { client, table },
  );

/**
 * An incident's place in Slack, in its partition. Whoever holds the lease is the only one to work on it; `wanted` counts
 * those who came meanwhile. In the due index, in shards of its own that the paging sweeper never reads.
 */
export const chatRoomEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'chat-room', version: '1' },
      attributes: {
        incidentId: text,
        room: { ...holds<ChatRoom>(), required: false },
        leaseBy: optionalText,
        leaseUntil: optionalText,
        wanted: count,
        duePk: optionalText,
        dueSk: optionalText,
      },
      indexes: {
        primary: { pk: key('pk', ['incidentId'], 'incident#${incidentId}'), sk: key('sk', [], 'chat') },
        due: { index: 'due', pk: asIs('duePk'), sk: asIs('dueSk') },
      },
    },
    { client, table },
  );

/** A Slack channel to the incident whose channel it is. */
export const chatChannelEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'chat-channel', version: '1' },
      attributes: { channelId: text, incidentId: text },
      indexes: {
        primary: { pk: key('pk', ['channelId'], 'slack-channel#${channelId}'), sk: key('sk', [], 'incident') },
      },
    },
    { client, table },
  );

/** The Slack user groups that follow the schedules, all in one item: it is read every minute. */
export const userGroupsEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'user-groups', version: '1' },
      attributes: { name: text, revision: count, groups: holds<UserGroups>() },
      indexes: { primary: { pk: key('pk', ['name'], 'slack-groups#${name}'), sk: key('sk', [], 'state') } },
    },
    { client, table },
  );
