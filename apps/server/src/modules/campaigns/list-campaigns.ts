import type { Campaign, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import { cleanLine, likePattern } from '../../platform/clean-text.ts';
import type { Db } from '../../platform/database.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import { readMoment } from '../../platform/read-moment.ts';
import type { ConditionLookups } from './campaign-fields.ts';
import { ruleOf, selectCampaigns, type CampaignRow } from './campaign-rows.ts';
import { campaignNotFound } from './errors.ts';

type ListQuery = QueryOf<'GET /api/hq/campaigns'>;
type Names = Pick<ConditionLookups, 'readProductNames'>;

const limitDefault = 50;

/** A page of campaigns: newest first, or by start or order of stacking, each from the smallest on. */
export async function listCampaigns(
  db: Db,
  query: ListQuery,
  names: Names,
): Promise<{ rows: Campaign[]; next: string | null }> {
  const { limit = limitDefault, sort = 'newest' } = query;
  let select = matching(db, query);
  const position = readCursor(query.cursor, isPosition);
  if (position) select = select.where(behind(position, sort));
  const found = await select
    .orderBy(orders[sort])
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: await describeCampaigns(db, page, names),
    next: writeCursor(last && found.length > limit ? positionOf(last, sort) : null),
  };
}

/** One campaign. Throws campaign_not_found. */
export async function getCampaign(db: Db, campaignId: number, names: Names): Promise<Campaign> {
  const row = await selectCampaigns(db).where('c.campaignId', '=', campaignId).executeTakeFirst();
  if (!row) throw campaignNotFound();
  const [campaign] = await describeCampaigns(db, [row], names);
  return campaign as Campaign;
}

function matching(db: Db, query: ListQuery) {
  const { state, productId, from, to } = query;
  let select = selectCampaigns(db);
  const search = cleanLine(query.search ?? '');
  if (search) select = select.where('c.name', 'ilike', likePattern(search));
  if (state) select = select.where('c.state', '=', state);
  if (productId !== undefined) {
    // One for every product is one for this product too.
    select = select.where(sql<boolean>`(c.conditions -> 'productIds' = '[]'
      or c.conditions -> 'productIds' @> to_jsonb(${productId}::bigint))`);
  }
  if (from !== undefined) select = select.where('c.endsAt', '>', readMoment(from));
  if (to !== undefined) select = select.where('c.startsAt', '<', readMoment(to));
  return select;
}

type Sort = NonNullable<ListQuery['sort']>;

/** Every order ends in the key, so that no two rows share a place. */
const orders = {
  newest: sql`c.campaign_id desc`,
  startsAt: sql`c.starts_at, c.campaign_id`,
  position: sql`c.position, c.campaign_id`,
};

/** The row a page ended with: a deleted draft is still a place. */
interface Position {
  campaignId: number;
  /** Of the order's column; a moment as milliseconds since 1970. */
  value: number;
}

function positionOf(row: CampaignRow, sort: Sort): Position {
  const value = { newest: 0, startsAt: row.startsAt.getTime(), position: row.position }[sort];
  return { campaignId: row.campaignId, value };
}

function behind({ campaignId, value }: Position, sort: Sort) {
  switch (sort) {
    case 'newest':
      return sql<boolean>`c.campaign_id < ${campaignId}`;
    case 'startsAt':
      return sql<boolean>`(c.starts_at, c.campaign_id) > (${new Date(value)}::timestamptz, ${campaignId}::bigint)`;
    case 'position':
      return sql<boolean>`(c.position, c.campaign_id) > (${value}::bigint, ${campaignId}::bigint)`;
  }
}

const millisecondsMax = Date.parse('9999-12-31T23:59:59.999Z');

function isPosition(position: unknown): position is Position {
  if (typeof position !== 'object' || position === null) return false;
  const { campaignId, value } = position as Partial<Position>;
  return (
    Number.isSafeInteger(campaignId) &&
    Number.isSafeInteger(value) &&
    Math.abs(Number(value)) <= millisecondsMax &&
    Number(value) >= Date.parse('1000-01-01T00:00:00.000Z')
  );
}

async function describeCampaigns(
  db: Db,
  rows: CampaignRow[],
  { readProductNames }: Names,
): Promise<Campaign[]> {
  const rules = rows.map((row) => ({ row, rule: ruleOf(row) }));
  const productIds = [...new Set(rules.flatMap(({ rule }) => rule.productIds))];
  const names = await readProductNames(db, productIds);
  return rules.map(({ row, rule }) => ({
    ...rule,
    startsAt: rule.startsAt.toISOString(),
    endsAt: rule.endsAt.toISOString(),
    appliedTimes: row.appliedTimes,
    productNames: rule.productIds.map((id) => names.get(id) ?? ''),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  }));
}
