import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { GuardSignal } from './guard-types.ts';

/**
 * Turns signals into alarms, beside the path of the claim. What is open already happened once more; a
 * settled one is raised anew. Rows are locked in the order of their key.
 */
export async function raiseAlarms(
  tx: Tx,
  signals: readonly GuardSignal[],
  now: Date,
): Promise<void> {
  const alarms = gather(signals);
  if (alarms.length === 0) return;
  await sql`
    insert into alarm as known
      (kind, subject, member_id, code_id, campaign_id, details, times, first_at, last_at)
    select kind, subject, member_id, code_id, campaign_id, details, times, ${now}, ${now}
    from unnest(
      ${alarms.map(({ signal }) => signal.kind)}::text[],
      ${alarms.map(({ signal }) => signal.subject)}::text[],
      ${alarms.map(({ signal }) => signal.memberId ?? null)}::bigint[],
      ${alarms.map(({ signal }) => signal.codeId?.toString() ?? null)}::bigint[],
      ${alarms.map(({ signal }) => signal.campaignId ?? null)}::bigint[],
      ${alarms.map(({ signal }) => JSON.stringify(signal.details))}::jsonb[],
      ${alarms.map(({ times }) => times)}::int[]
    ) with ordinality as given
      (kind, subject, member_id, code_id, campaign_id, details, times, position)
    order by position
    on conflict (kind, subject) where settled_at is null do update set
      code_id = coalesce(excluded.code_id, known.code_id),
      details = ${mergedDetails},
      times = least(known.times::bigint + excluded.times, 2147483647)::integer,
      last_at = greatest(known.last_at, excluded.last_at)`.execute(tx);
}

/**
 * What happened last, but every copy of a print file that was ever named: the one that leaked may be
 * any of them. Two hundred are as good as none.
 */
const mergedDetails = sql`case when excluded.details ? 'deliveries' then
  excluded.details || jsonb_build_object('deliveries', (
    select coalesce(jsonb_agg(named order by (named->>'deliveryId')::bigint), '[]') from (
      select distinct named from jsonb_array_elements(
        coalesce(known.details->'deliveries', '[]') || (excluded.details->'deliveries')) named
      limit 200) merged
  )) else excluded.details end`;

/** One of each kind and subject, in the order of the key, with the details of the last. */
function gather(signals: readonly GuardSignal[]): { signal: GuardSignal; times: number }[] {
  const alarms = new Map<string, { signal: GuardSignal; times: number }>();
  for (const signal of signals) {
    const key = `${signal.kind} ${signal.subject}`;
    alarms.set(key, { signal, times: (alarms.get(key)?.times ?? 0) + (signal.times ?? 1) });
  }
  return [...alarms].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, alarm]) => alarm);
}
