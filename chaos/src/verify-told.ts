import type { Check, CheckResult } from '@mashang/server/src/audit/findings.ts';
import { createFindings } from '@mashang/server/src/audit/findings.ts';
import type { Db } from '@mashang/server/src/platform/database.ts';
import { sql } from 'kysely';
import type { Answer, Told } from './told.ts';

const kept = {
  name: 'acknowledged',
  promise:
    'every credit a client was told of exists: same code, attempt, member, points and moment',
};
const single = { name: 'told-once', promise: 'no code was promised to two attempts' };
const consistent = {
  name: 'told-the-same',
  promise: 'an attempt that was told it won hears the same whenever it asks again',
};
const balanceTold = {
  name: 'balance-told',
  promise: 'every balance a client was told stands behind an entry of that member',
};
const losersTold = {
  name: 'losers-told',
  promise:
    'whoever was told that a code is taken was told so of a claim that exists, and when it was made',
};
const askedFor = {
  name: 'asked-for',
  promise: 'every claim was asked for, by that member with that attempt',
};

interface StoredClaim {
  codeId: number;
  memberId: number;
  attemptId: string;
  points: number;
  claimedAt: Date;
}

const pageRows = 50_000;

/** Compares what clients were told with what the ledger says. Reads claims page by page. */
export async function verifyTold(db: Db, told: Told): Promise<CheckResult[]> {
  const findings = createFindings();
  const found = (check: Check, example: string) => findings.found(check, example);
  const winnersByCode = new Map<number, Answer>();
  findings.looked(single, told.winners.size);
  for (const answer of told.winners.values()) {
    const other = winnersByCode.get(answer.codeId);
    if (other) found(single, `code ${answer.codeId}: ${other.attemptId} and ${answer.attemptId}`);
    winnersByCode.set(answer.codeId, answer);
  }
  findings.looked(consistent, told.winners.size);
  for (const contradiction of told.contradictions) found(consistent, contradiction);

  const claims = new Map<number, StoredClaim>();
  await eachClaim(db, (claim) => {
    claims.set(claim.codeId, claim);
    const attempts = told.attemptsByCode.get(claim.codeId) ?? [];
    const isAskedFor = attempts.some(
      ({ attemptId, memberId }) => attemptId === claim.attemptId && memberId === claim.memberId,
    );
    findings.looked(askedFor, 1);
    if (!isAskedFor) found(askedFor, `code ${claim.codeId}, attempt ${claim.attemptId}`);
  });

  findings.looked(kept, told.winners.size);
  for (const answer of told.winners.values()) {
    const claim = claims.get(answer.codeId);
    if (!claim || !isSame(answer, claim)) {
      found(kept, `code ${answer.codeId}, attempt ${answer.attemptId}, ${answer.points} points`);
    }
  }
  findings.looked(losersTold, told.losers.length);
  for (const answer of told.losers) {
    const claim = claims.get(answer.codeId);
    const isOwn = claim?.memberId === answer.memberId;
    const isRight =
      claim?.claimedAt.toISOString() === answer.claimedAt &&
      isOwn === (answer.outcome === 'alreadyYours');
    if (!isRight) found(losersTold, `code ${answer.codeId}, member ${answer.memberId}`);
  }
  await verifyBalances(db, told, findings);
  return findings.results();
}

function isSame(answer: Answer, claim: StoredClaim): boolean {
  return (
    claim.attemptId === answer.attemptId &&
    claim.memberId === answer.memberId &&
    claim.points === answer.points &&
    claim.claimedAt.toISOString() === answer.claimedAt
  );
}

async function eachClaim(db: Db, visit: (claim: StoredClaim) => void): Promise<void> {
  let after = 0;
  for (;;) {
    const { rows } = await sql<StoredClaim>`
      select code_id, member_id, attempt_id, points, claimed_at from claim
      where code_id > ${after} order by code_id limit ${pageRows}`.execute(db);
    rows.forEach(visit);
    if (rows.length < pageRows) return;
    after = rows.at(-1)?.codeId ?? after;
  }
}

async function verifyBalances(
  db: Db,
  told: Told,
  findings: ReturnType<typeof createFindings>,
): Promise<void> {
  const answers = [...told.winners.values()].filter((answer) => answer.balance !== null);
  findings.looked(balanceTold, answers.length);
  for (let first = 0; first < answers.length; first += pageRows) {
    const page = answers.slice(first, first + pageRows);
    const { rows } = await sql<{ memberId: number; balance: number }>`
      select member_id, balance from unnest(${page.map((answer) => answer.memberId)}::bigint[],
        ${page.map((answer) => answer.balance)}::bigint[]) as told (member_id, balance)
      where not exists (select from points_entry entry
        where entry.member_id = told.member_id and entry.balance_after = told.balance)`.execute(db);
    for (const { memberId, balance } of rows) {
      findings.found(balanceTold, `member ${memberId} was told ${balance}`);
    }
  }
}
