import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { numberArray } from '../../../platform/number-array.ts';

interface Row {
  codeText: string;
  scans: number;
  firstScannedAt: Date;
  lastScannedAt: Date;
  provinces: string[];
}

/** How often codes were scanned, the claim included, by number. Codes nobody scanned are absent. */
export async function readScanFacts(
  db: Db,
  codeIds: readonly bigint[],
): Promise<Map<bigint, Omit<Row, 'codeText'>>> {
  if (codeIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select asked.code_id::text as code_text,
      coalesce(code.scans, 0) + (claim.code_id is not null)::int as scans,
      least(code.first_scanned_at, claim.claimed_at) as first_scanned_at,
      greatest(code.last_scanned_at, claim.claimed_at) as last_scanned_at,
      array(
        select distinct province from unnest(code.provinces || claim.province) as known (province)
        where province is not null order by province
      ) as provinces
    from unnest(${numberArray(codeIds)}::bigint[]) as asked (code_id)
    left join scanned_code code on code.code_id = asked.code_id
    left join claim on claim.code_id = asked.code_id
    where code.code_id is not null or claim.code_id is not null`.execute(db);
  return new Map(rows.map(({ codeText, ...facts }) => [BigInt(codeText), facts]));
}
