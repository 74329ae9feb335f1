import type { ReachabilityReports } from '../domain/reachability/report.ts';
import type { E164 } from '../lib/ids.ts';
import type { Instant } from '../lib/instant.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { optOutEntity, reachabilityReportsEntity } from './entities/contact.ts';
import type { TableConnection } from './table.ts';

/** Numbers that have said STOP to their carrier: Twilio sends them no text any more. */
export const optOutStore = (connection: TableConnection) => {
  const optOuts = optOutEntity(connection);
  return {
    has: async (number: E164): Promise<boolean> =>
      (await optOuts.get({ kind: 'opt-out', number }).go(CONSISTENT)).data !== null,

    async all(): Promise<ReadonlySet<E164>> {
      const found = await optOuts.query.primary({ kind: 'opt-out' }).go({ ...CONSISTENT, pages: 'all' });
      return new Set(found.data.map(({ number }) => number as E164));
    },

    /** Remembers a STOP; one that is known stays as it was. */
    add: (number: E164, since: Instant): Promise<boolean> =>
      written(optOuts.create({ kind: 'opt-out', number, since }).go(UNANSWERED)),

    async remove(number: E164): Promise<void> {
      await optOuts.delete({ kind: 'opt-out', number }).go(UNANSWERED);
    },
  };
};

export type OptOutStore = ReturnType<typeof optOutStore>;

const NAME = 'reports';

export interface KnownReports {
  readonly revision: number;
  readonly reports: ReachabilityReports | undefined;
}

/** What was told of those who cannot be reached. */
export const reachabilityReportStore = (connection: TableConnection) => {
  const entity = reachabilityReportsEntity(connection);
  return {
    async read(): Promise<KnownReports> {
      const found = (await entity.get({ name: NAME }).go(CONSISTENT)).data;
      return { revision: found?.revision ?? 0, reports: found?.reports };
    },

    /** False: another has told something since it was read. */
    save(revision: number, reports: ReachabilityReports): Promise<boolean> {
      const row = { name: NAME, revision: revision + 1, reports };
      const write = revision
        ? entity.put(row).where((attribute, { eq }) => eq(attribute.revision, revision))
        : entity.create(row);
      return written(write.go(UNANSWERED));
    },
  };
};

export type ReachabilityReportStore = ReturnType<typeof reachabilityReportStore>;
