import { isPhoneRule, type User } from '../domain/directory/user.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { emailEntity, phoneEntity, slackUserEntity } from './entities/directory.ts';
import type { TableConnection } from './table.ts';

type Kind = 'phone' | 'email' | 'slack-user';

/** Something that finds one user, and where in the user it stands. */
export interface Claim {
  readonly kind: Kind;
  readonly by: string;
  readonly field: string;
}

/** What finds this user, each once. */
export const claimsOf = ({ email, slackId, rules }: User): readonly Claim[] => {
  const claims: Claim[] = [
    ...(email ? [{ kind: 'email', by: email, field: 'email' } as const] : []),
    ...(slackId ? [{ kind: 'slack-user', by: slackId, field: 'slackId' } as const] : []),
    ...rules.flatMap((rule, index) =>
      isPhoneRule(rule) ? [{ kind: 'phone', by: rule.to, field: `rules[${index}].to` } as const] : [],
    ),
  ];
  return [...new Map(claims.reverse().map((claim) => [`${claim.kind}#${claim.by}`, claim])).values()].reverse();
};

const sameClaim = (a: Claim, b: Claim): boolean => a.kind === b.kind && a.by === b.by;

/** What finds the first user and not the second. */
export const claimsBeyond = (user: User, other: User | undefined): readonly Claim[] => {
  const known = other ? claimsOf(other) : [];
  return claimsOf(user).filter((claim) => !known.some((one) => sameClaim(claim, one)));
};

/**
 * Phones, e-mails and Slack ids, each of which finds one user. What the user says is true: a lookup that is left over
 * from somebody who has it no more is in nobody's way.
 */
export const userClaims = (connection: TableConnection, userOf: (id: string) => Promise<User | undefined>) => {
  const entities = {
    phone: phoneEntity(connection),
    email: emailEntity(connection),
    'slack-user': slackUserEntity(connection),
  };
  const holder = async ({ kind, by }: Claim): Promise<string | undefined> =>
    (await entities[kind].get({ kind, by }).go(CONSISTENT)).data?.value.userId;

  /** Who else has it now. */
  const other = async (claim: Claim, userId: string): Promise<User | undefined> => {
    const held = await holder(claim);
    const user = held === undefined || held === userId ? undefined : await userOf(held);
    return user && claimsOf(user).some((one) => sameClaim(one, claim)) ? user : undefined;
  };

  /** False: somebody else has it. */
  const take = async (claim: Claim, userId: string): Promise<boolean> => {
    const { kind, by } = claim;
    const held = await holder(claim);
    if (held === userId) return true;
    if (await other(claim, userId)) return false;
    return written(
      entities[kind]
        .put({ kind, by, value: { userId } })
        .where(({ value }, { eq, notExists }) =>
          held === undefined ? notExists(value) : eq((value as { userId: string }).userId as never, held as never),
        )
        .go(UNANSWERED),
    );
  };

  const release = async ({ kind, by }: Claim, userId: string): Promise<void> => {
    await written(
      entities[kind]
        .delete({ kind, by })
        .where(({ value }, { eq }) => eq((value as { userId: string }).userId as never, userId as never))
        .go(UNANSWERED),
    );
  };

  return {
    other,
    take,
    /** Gives back what the user, as they are now, does not have. */
    async tidy(claims: readonly Claim[], userId: string): Promise<void> {
      if (claims.length === 0) return;
      const now = await userOf(userId);
      const kept = now ? claimsOf(now) : [];
      for (const claim of claims.filter((one) => !kept.some((theirs) => sameClaim(theirs, one)))) {
        await release(claim, userId);
      }
    },
  };
};
