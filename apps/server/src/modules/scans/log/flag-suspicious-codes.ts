import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import { numberArray } from '../../../platform/number-array.ts';
import { codeRefOf } from '../../codes/index.ts';
import type { GuardSignal } from '../../guards/index.ts';

/** From so many people, or provinces, within thirty days on a code is listed as suspicious. */
export interface SuspicionLimits {
  suspiciousPeople: number;
  suspiciousProvinces: number;
}

interface FlaggedRow {
  codeText: string;
  people: number;
  provinces: number;
}

/**
 * Lists codes that have reached a limit. What head office has cleared is listed again only beyond the
 * sums it was cleared with.
 *
 * @returns a signal for each code listed now
 */
export async function flagSuspiciousCodes(
  tx: Tx,
  codeIds: readonly bigint[],
  limits: SuspicionLimits,
  now: Date,
): Promise<GuardSignal[]> {
  const { suspiciousPeople, suspiciousProvinces } = limits;
  const { rows } = await sql<FlaggedRow>`
    update scanned_code set
      flagged_at = ${now}, cleared_at = null, cleared_by = null, note = null
    where code_id = any(${numberArray(codeIds)}::bigint[])
      and (people >= ${suspiciousPeople} or cardinality(provinces) >= ${suspiciousProvinces})
      and (flagged_at is null or (cleared_at is not null
        and (people > cleared_people or cardinality(provinces) > cleared_provinces)))
    returning code_id::text as code_text, people, cardinality(provinces) as provinces`.execute(tx);
  return rows.map(({ codeText, people, provinces }) => {
    const codeId = BigInt(codeText);
    const subject = `code:${codeRefOf(codeId)}`;
    return { kind: 'suspiciousCode', subject, codeId, details: { people, provinces } };
  });
}
