import { sql } from 'kysely';
import type { Db, Tx } from '../platform/database.ts';
import { checkAccounts } from './check-accounts.ts';
import { checkAwards } from './check-awards.ts';
import { checkCampaigns } from './check-campaigns.ts';
import { checkOtherMovements } from './check-other-movements.ts';
import { checkRedemptions } from './check-redemptions.ts';
import { checkStatistics } from './check-statistics.ts';
import { createFindings, type AuditReport, type MemberPages } from './findings.ts';

export interface AuditOptions {
  /** Members whose entries are read at a time. */
  pageMembers?: number;
  progress?: (text: string) => void;
}

const parts = [
  checkAccounts,
  checkAwards,
  checkCampaigns,
  checkOtherMovements,
  checkRedemptions,
  checkStatistics,
];

/**
 * Checks every promise about points on the data itself: each code paid once, each balance the sum of
 * its entries, sequences without gaps, nothing paid that was not claimed, budgets kept, figures that
 * agree. All of it is read in one snapshot, page by page, so that servers may go on meanwhile and the
 * memory needed does not grow with the database.
 */
export async function runAudit(db: Db, options: AuditOptions = {}): Promise<AuditReport> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      // A page takes milliseconds; the whole may take hours, and nothing waits for it.
      await sql`set local statement_timeout = 0`.execute(tx);
      return auditSnapshot(tx, options);
    });
}

/** The same on what `tx` sees. */
export async function auditSnapshot(tx: Tx, options: AuditOptions = {}): Promise<AuditReport> {
  const { pageMembers = 5_000, progress = () => undefined } = options;
  const findings = createFindings();
  for (const part of parts) {
    progress(part.name);
    await part(tx, findings, pagesOf(tx, pageMembers));
  }
  const checks = findings.results();
  const violations = checks.reduce((sum, check) => sum + check.violations, 0);
  return { checks, ...(await countRows(tx)), violations };
}

/** Ends of pages come from the accounts; entries of members without one fall into the pages too. */
function pagesOf(tx: Tx, pageMembers: number): MemberPages {
  return async (work) => {
    let after = 0;
    for (;;) {
      const { rows } = await sql<{ memberId: number }>`
        select member_id from points_account where member_id > ${after}
        order by member_id limit 1 offset ${pageMembers - 1}`.execute(tx);
      const upTo = rows[0]?.memberId ?? Number.MAX_SAFE_INTEGER;
      await work({ after, upTo });
      if (!rows[0]) return;
      after = upTo;
    }
  };
}

async function countRows(tx: Tx): Promise<{ claims: number; entries: number }> {
  const { rows } = await sql<{ claims: number; entries: number }>`
    select (select count(*) from claim) as claims, (select count(*) from points_entry) as entries`.execute(
    tx,
  );
  return rows[0] ?? { claims: 0, entries: 0 };
}
