import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import { numberArray } from '../../../platform/number-array.ts';

/** People and provinces are those of the last thirty days … */
const windowMs = 30 * 24 * 60 * 60 * 1000;
/** … and of this many lines at most: a code scanned without end must not make each flush longer. */
const linesMax = 300;

/**
 * Counts anew in how many hands and provinces these codes were. People are the members of the latest
 * lines and of the claim, and the browsers that never came with a member; scans with neither are one
 * unknown person. Where there are more lines than are looked at, the sums never go down. `only_person`
 * is named only while no line was out of sight, or if they were all theirs before.
 */
export async function lookAtCodes(tx: Tx, codeIds: readonly bigint[], now: Date): Promise<void> {
  const since = new Date(now.getTime() - windowMs);
  await sql`
    update scanned_code code set
      people = greatest(1, seen.people,
        case when seen.lines >= ${linesMax} then code.people end),
      provinces = case when seen.lines < ${linesMax} then seen.provinces else array(
        select distinct province from unnest(code.provinces || seen.provinces) as known (province)
        order by province) end,
      only_person = case
        when seen.people <> 1 then null
        when seen.lines < ${linesMax} and code.first_scanned_at >= ${since} then seen.person
        when code.only_person = seen.person or code.only_person = any(seen.devices)
          then seen.person end
    from (
      select asked.code_id, sums.*
      from unnest(${numberArray(codeIds)}::bigint[]) as asked (code_id)
      cross join lateral (${sumsOfCode(since)}) sums
    ) seen
    where code.code_id = seen.code_id`.execute(tx);
}

/** The sums of one code, `asked.code_id`. */
function sumsOfCode(since: Date) {
  return sql`
    with line as materialized (
      (select member_id, device, province, true as is_logged from scan_log
        where code_id = asked.code_id and scanned_at >= ${since}
        order by scanned_at desc limit ${linesMax})
      union all
      select member_id, null, province, false from claim where code_id = asked.code_id
    ), tied as (
      select distinct device from line where member_id is not null and device is not null
    ), person as (
      select distinct case
        when member_id is not null then 'member:' || member_id
        when device is not null then 'device:' || device
        else 'unknown' end as name
      from line
      where member_id is not null or device is null or device not in (select device from tied)
    )
    select
      (select count(*) from line where is_logged)::int as lines,
      (select count(*) from person)::int as people,
      (select min(name) from person) as person,
      array(select 'device:' || device from tied) as devices,
      array(select distinct province from line where province is not null order by province)
        as provinces`;
}
