import { purgeAppealPictures } from './modules/appeals/index.ts';
import { purgeTickets, recoverImports } from './modules/codes/index.ts';
import { purgeGuards } from './modules/guards/index.ts';
import {
  purgeMemberImports,
  purgeMemberSessions,
  purgeScanSignIns,
  recoverMemberImports,
} from './modules/members/index.ts';
import { ensureLedgerPartitions } from './modules/points/index.ts';
import { ensureScanLogPartitions } from './modules/scans/index.ts';
import { purgeSmsCodes } from './modules/sms/index.ts';
import { purgeStaffSessions } from './modules/staff/index.ts';
import type { Clock } from './platform/clock.ts';
import type { Db } from './platform/database.ts';
import type { AddJob } from './platform/jobs.ts';
import { purgeRateLimits } from './platform/rate-limit.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * What is done once a day and at every start: months ahead for the ledger and the scan log, expired
 * rows away, imports of a killed server on.
 */
export function createHousekeeping(dependencies: {
  db: Db;
  clock: Clock;
  dataDir: string;
  addJob: AddJob;
}): () => Promise<void> {
  const { db, clock } = dependencies;
  return async () => {
    const now = clock.now();
    await db.transaction().execute(async (tx) => {
      await ensureLedgerPartitions(tx, now);
      await ensureScanLogPartitions(tx, now);
      await purgeMemberSessions(tx, now);
      await purgeScanSignIns(tx, now);
      await purgeMemberImports(tx, now);
      await purgeStaffSessions(tx, now);
      await purgeSmsCodes(tx, now);
      await purgeGuards(tx, now);
      await purgeAppealPictures(tx, now);
      await purgeTickets(tx, now);
      await purgeRateLimits(tx, new Date(now.getTime() - 2 * dayMs));
    });
    await recoverImports(dependencies);
    await recoverMemberImports(dependencies);
  };
}
