import type { BodyOf } from '@mashang/contract';
import { isCounty, isRegion } from '@mashang/contract/region-tree';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Db } from '../../platform/database.ts';
import { readMoment } from '../../platform/read-moment.ts';
import { campaignInvalid } from './errors.ts';

/** What head office says of a campaign. */
export type CampaignFields = BodyOf<'POST /api/hq/campaigns'>;

/** What other modules know of the things conditions name. */
export interface ConditionLookups {
  /** Archived ones too: their codes keep paying. */
  readProductNames: (db: Db, productIds: number[]) => Promise<Map<number, string>>;
  /** From which serial to which each batch goes. */
  readBatchSpans: (
    db: Db,
    batchIds: number[],
  ) => Promise<Map<number, { firstSerial: number; lastSerial: number }>>;
}

/**
 * The columns of a campaign. Refuses with bad_request, in words that say what to put right: an empty
 * name, a window or a span turned round, things that do not exist.
 */
export async function readCampaignFields(
  db: Db,
  fields: CampaignFields,
  lookups: ConditionLookups,
) {
  const name = cleanLine(fields.name);
  if (name === '') throw campaignInvalid('请填写活动名称');
  const startsAt = readMoment(fields.startsAt);
  const endsAt = readMoment(fields.endsAt);
  if (endsAt <= startsAt) throw campaignInvalid('结束时间要晚于开始时间');
  const { effect } = fields;
  if (effect.kind === 'random' && effect.pointsMin > effect.pointsMax) {
    throw campaignInvalid('随机积分的最小值不能大于最大值');
  }
  refuseUnknownRegions(fields.regionCodes);
  await refuseUnknownProducts(db, fields.productIds, lookups);
  await refuseUnknownSerials(db, fields.batchRanges, lookups);
  const { productIds, batchRanges, memberKinds, regionCodes } = fields;
  return {
    name,
    startsAt,
    endsAt,
    conditions: JSON.stringify({ productIds, batchRanges, memberKinds, regionCodes }),
    occasion: fields.occasion,
    effect: JSON.stringify(effect),
    position: fields.position,
    isLast: fields.isLast,
    memberDailyTimesMax: fields.memberDailyTimesMax,
    memberTotalTimesMax: fields.memberTotalTimesMax,
  };
}

/** Members are known by their city: a county would never match. */
function refuseUnknownRegions(codes: string[]): void {
  const unknown = codes.find((code) => !isRegion(code) || isCounty(code));
  if (unknown) throw campaignInvalid(`没有编号为 ${unknown} 的省或市`);
}

async function refuseUnknownProducts(
  db: Db,
  productIds: number[],
  { readProductNames }: ConditionLookups,
): Promise<void> {
  if (productIds.length === 0) return;
  const names = await readProductNames(db, productIds);
  const unknown = productIds.find((productId) => !names.has(productId));
  if (unknown !== undefined) throw campaignInvalid(`没有编号为 ${unknown} 的产品`);
}

async function refuseUnknownSerials(
  db: Db,
  ranges: CampaignFields['batchRanges'],
  { readBatchSpans }: ConditionLookups,
): Promise<void> {
  if (ranges.length === 0) return;
  const spans = await readBatchSpans(
    db,
    ranges.map(({ batchId }) => batchId),
  );
  for (const { batchId, firstSerial, lastSerial } of ranges) {
    const span = spans.get(batchId);
    if (!span) throw campaignInvalid(`没有批次 ${batchId}`);
    const first = firstSerial ?? span.firstSerial;
    const last = lastSerial ?? span.lastSerial;
    if (first < span.firstSerial || last > span.lastSerial || first > last) {
      throw campaignInvalid(
        `批次 ${batchId} 的序号应在 ${span.firstSerial} 到 ${span.lastSerial} 之间，起始不大于结束`,
      );
    }
  }
}
