import type { UserGroups } from '../domain/chat/user-group.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { userGroupsEntity } from './entities/chat.ts';
import type { TableConnection } from './table.ts';

const NAME = 'on-call';

export interface KnownGroups {
  readonly revision: number;
  readonly groups: UserGroups;
}

/** What is known of the Slack user groups. */
export const userGroupStore = (connection: TableConnection) => {
  const entity = userGroupsEntity(connection);
  return {
    async read(): Promise<KnownGroups> {
      const found = (await entity.get({ name: NAME }).go(CONSISTENT)).data;
      return found ? { revision: found.revision, groups: found.groups } : { revision: 0, groups: {} };
    },

    /** False: another has changed them since they were read. */
    save({ revision, groups }: KnownGroups): Promise<boolean> {
      const row = { name: NAME, revision: revision + 1, groups };
      const write = revision
        ? entity.put(row).where((attribute, { eq }) => eq(attribute.revision, revision))
        : entity.create(row);
      return written(write.go(UNANSWERED));
    },
  };
};

export type UserGroupStore = ReturnType<typeof userGroupStore>;
