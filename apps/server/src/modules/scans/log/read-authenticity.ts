import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { numberArray, textArray } from '../../../platform/number-array.ts';
import type { Person } from './judge-authenticity.ts';

/** The sums of the log for one code. Its claim is not a line of the log. */
export interface ScannedCode {
  /** Lines of the log; the claim is one more. */
  scans: number;
  /** Of the last thirty days, the claim's member among them if the claim is older than the last line. */
  people: number;
  provinces: string[];
  firstScannedAt: Date;
  firstProvince: string | null;
  lastScannedAt: Date;
  /** `member:12` or `device:…` when there was only one. */
  onlyPerson: string | null;
  /** Whether the person who asks is among the latest lines. */
  isKnownPerson: boolean;
  /** The sums head office had before it when it found nothing wrong. */
  cleared: { people: number; provinces: number } | null;
}

interface Row extends Omit<ScannedCode, 'cleared'> {
  position: number;
  clearedPeople: number | null;
  clearedProvinces: number | null;
}

/** Lines looked through for the person who asks, of codes in several hands only. */
const linesMax = 20;

/**
 * What the log knows of these codes, in the order they were asked; null: nothing. One statement by
 * key, cheap enough for the path of the claim; it lags behind the log by the time of a flush.
 */
export async function readAuthenticity(
  db: Db,
  asked: readonly ({ codeId: bigint } & Person)[],
): Promise<(ScannedCode | null)[]> {
  const found = new Array<ScannedCode | null>(asked.length).fill(null);
  if (asked.length === 0) return found;
  const { rows } = await sql<Row>`/* often */
    select asked.position::int - 1 as position, code.scans, code.people, code.provinces,
      code.first_scanned_at, code.first_province, code.last_scanned_at, code.only_person,
      case when code.only_person is null then exists (
        select from (
          select member_id, device from scan_log where code_id = asked.code_id
          order by scanned_at desc limit ${linesMax}
        ) line where line.member_id = asked.member_id or line.device = asked.device
      ) else false end as is_known_person,
      code.cleared_people, code.cleared_provinces
    from unnest(
      ${numberArray(asked.map(({ codeId }) => codeId))}::bigint[],
      ${textArray(asked.map(({ memberId }) => memberId?.toString() ?? null))}::bigint[],
      ${textArray(asked.map(({ device }) => device))}::text[]
    ) with ordinality as asked (code_id, member_id, device, position)
    join scanned_code code on code.code_id = asked.code_id`.execute(db);
  for (const { position, clearedPeople, clearedProvinces, ...row } of rows) {
    const isCleared = clearedPeople !== null && clearedProvinces !== null;
    found[position] = {
      ...row,
      cleared: isCleared ? { people: clearedPeople, provinces: clearedProvinces } : null,
    };
  }
  return found;
}
