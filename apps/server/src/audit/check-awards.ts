import { sql } from 'kysely';
import type { Tx } from '../platform/database.ts';
import type { AuditPart, Findings } from './findings.ts';

const once = { name: 'paid-once', promise: 'no code is paid twice' };
const backed = {
  name: 'paid-for-a-claim',
  promise: 'every award has the claim that won it: same member, product and points',
};
const paid = { name: 'claims-paid', promise: 'every claim has its award' };
const existing = {
  name: 'codes-exist',
  promise: 'every claimed code belongs to a batch and to a range that was activated',
};
const counted = {
  name: 'claims-counted',
  promise: 'what the guard knows of a member (codes ever) is the number of their claims',
};

/** Claims and their awards, both ways. */
export const checkAwards: AuditPart = async function awards(tx, findings, pages) {
  let awarded = 0;
  await pages(async ({ after, upTo }) => {
    const range = sql`member_id > ${after} and member_id <= ${upTo}`;
    const { rows } = await sql<{
      memberId: number;
      sequence: number;
      sourceText: string;
      isRepeated: boolean;
      isBacked: boolean;
    }>`
      with award as (
        select member_id, sequence, source_id, product_id, points,
          count(*) over (partition by source_id) > 1 as is_repeated
        from points_entry where ${range} and kind = 'award'
      )
      select award.member_id, sequence, source_id::text as source_text, is_repeated,
        claim.code_id is not null as is_backed
      from award left join claim on claim.code_id = source_id
        and claim.member_id = award.member_id and claim.points = award.points
        and claim.product_id = award.product_id
      where is_repeated or claim.code_id is null`.execute(tx);
    for (const { memberId, sequence, sourceText, isRepeated, isBacked } of rows) {
      const where = `entry ${memberId}-${sequence}, code ${sourceText}`;
      if (isRepeated) findings.found(once, where);
      if (!isBacked) findings.found(backed, where);
    }
    const looked = await countAwards(tx, after, upTo);
    awarded += looked;
    findings.looked(once, looked);
    findings.looked(backed, looked);
    await checkCounts(tx, findings, after, upTo);
  });
  await checkUnpaid(tx, findings, awarded);
  await checkCodes(tx, findings);
};

async function countAwards(tx: Tx, after: number, upTo: number): Promise<number> {
  const { rows } = await sql<{ awards: number }>`
    select count(*) as awards from points_entry
    where member_id > ${after} and member_id <= ${upTo} and kind = 'award'`.execute(tx);
  return rows[0]?.awards ?? 0;
}

async function checkCounts(tx: Tx, findings: Findings, after: number, upTo: number): Promise<void> {
  const { rows } = await sql<{ memberId: number; claimsEver: number; awards: number }>`
    select member_id, coalesce(claims_ever, 0) as claims_ever, coalesce(awards, 0) as awards
    from (select member_id, claims_ever from guard_member
      where member_id > ${after} and member_id <= ${upTo}) guard
    full join (select member_id, count(*) as awards from points_entry
      where member_id > ${after} and member_id <= ${upTo} and kind = 'award'
      group by member_id) award using (member_id)`.execute(tx);
  findings.looked(counted, rows.length);
  for (const { memberId, claimsEver, awards } of rows) {
    if (claimsEver === awards) continue;
    findings.found(counted, `member ${memberId}: counted ${claimsEver}, awarded ${awards}`);
  }
}

/** Every award has its own claim (checked above): only when the numbers differ must one be looked for. */
async function checkUnpaid(tx: Tx, findings: Findings, awarded: number): Promise<void> {
  const { rows } = await sql<{ claims: number }>`select count(*) as claims from claim`.execute(tx);
  const claims = rows[0]?.claims ?? 0;
  findings.looked(paid, claims);
  if (claims === awarded) return;
  const { rows: unpaid } = await sql<{ codeText: string; memberId: number }>`
    select code_id::text as code_text, member_id from claim
    where not exists (select from points_entry entry
      where entry.member_id = claim.member_id and entry.kind = 'award'
        and entry.source_id = claim.code_id)
    limit 1000`.execute(tx);
  for (const { codeText, memberId } of unpaid) {
    findings.found(paid, `code ${codeText} of member ${memberId}`);
  }
  if (unpaid.length === 0) findings.found(paid, `${claims} claims, ${awarded} awards`);
}

async function checkCodes(tx: Tx, findings: Findings): Promise<void> {
  const { rows } = await sql<{ batchId: number; claims: number; isThere: boolean }>`
    select claimed.batch_id, claims, coalesce(quantity + marks_issued > highest, false) as is_there
    from (select code_id >> 36 as batch_id, count(*) as claims,
      max(code_id & ((1::bigint << 36) - 1)) as highest from claim group by 1) claimed
    left join code_batch using (batch_id)`.execute(tx);
  for (const { batchId, claims, isThere } of rows) {
    findings.looked(existing, claims);
    if (!isThere) findings.found(existing, `batch ${batchId} does not reach so far`);
  }
  // What was taken back after it had paid stays paid.
  const { rows: early } = await sql<{ batchId: number; firstSerial: number }>`
    select batch_id, first_serial from code_range r where state in ('minted', 'importing')
      and exists (select from claim where code_id between
        (batch_id::bigint << 36) + first_serial and (batch_id::bigint << 36) + last_serial)
      and not exists (select from code_event e where e.batch_id = r.batch_id
        and e.action = 'revoked' and e.first_serial <= r.last_serial
        and e.last_serial >= r.first_serial)`.execute(tx);
  for (const { batchId, firstSerial } of early) {
    findings.found(existing, `batch ${batchId} from ${firstSerial}: claimed, never activated`);
  }
}
