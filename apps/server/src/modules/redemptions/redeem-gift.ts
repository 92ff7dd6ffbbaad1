import type { MemberKind } from '@mashang/contract';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Tx } from '../../platform/database.ts';
import type { AddJob } from '../../platform/jobs.ts';
import { requireGiftOnSale, takeStock } from '../gifts/index.ts';
import { readAddress, requireActiveMember } from '../members/index.ts';
import { spendPoints } from '../points/index.ts';
import { sealAddress } from './address-seal.ts';
import { countPiecesOfMember } from './count-pieces.ts';
import { giftChanged, giftLimitReached, pointsShort } from './errors.ts';
import { recordStep } from './record-step.ts';

export interface RedemptionRequest {
  memberId: number;
  /** Made by the page: a second click, or a retry, finds the first one's redemption. */
  attemptId: string;
  giftId: number;
  quantity: number;
  /** The price the member saw. */
  pointsPrice: number;
  addressId: number;
  note: string;
  now: Date;
}

export interface RedeemDependencies {
  masterKey: Buffer;
  addJob: AddJob;
}

/**
 * Points become a gift, all in one transaction: what cannot be had entirely leaves no trace. Returns
 * the redemption's id; of an attempt that was made before, the first one's.
 *
 * @throws Refusal member_frozen, address_not_found, gift_not_found, gift_not_on_sale, gift_changed,
 * gift_sold_out, gift_limit_reached, points_short
 */
export async function redeemGift(
  tx: Tx,
  dependencies: RedeemDependencies,
  request: RedemptionRequest,
): Promise<number> {
  const before = await findAttempt(tx, request);
  if (before !== undefined) return before;
  const member = await requireActiveMember(tx, request.memberId);
  const redemption = await openRedemption(tx, dependencies.masterKey, request, member);
  if (redemption === null) {
    // Waited for whoever was first with this attempt, so it is committed and visible by now.
    const first = await findAttempt(tx, request);
    if (first === undefined) throw new Error('an attempt in the way is nowhere to be found');
    return first;
  }
  const { redemptionId } = redemption;
  const limitPerMember = await takeStock(tx, { ...request, redemptionId });
  if (limitPerMember !== null) await checkLimit(tx, request, limitPerMember);
  await takePoints(tx, request, redemption, member);
  await recordStep(tx, dependencies, redemption, { staffId: null, note: '', now: request.now });
  return redemptionId;
}

async function findAttempt(
  tx: Tx,
  { memberId, attemptId }: RedemptionRequest,
): Promise<number | undefined> {
  const row = await tx
    .selectFrom('redemption')
    .select('redemptionId')
    .where('memberId', '=', memberId)
    .where('attemptId', '=', attemptId)
    .executeTakeFirst();
  return row?.redemptionId;
}

type RedeemingMember = { kind: MemberKind; regionCode: string | null };

/** Null when the attempt exists already: its key decides a double click. */
async function openRedemption(
  tx: Tx,
  masterKey: Buffer,
  request: RedemptionRequest,
  { kind, regionCode }: RedeemingMember,
) {
  const { memberId, attemptId, giftId, quantity, pointsPrice, addressId, note, now } = request;
  const address = await readAddress(tx, masterKey, { memberId, addressId });
  const gift = await requireGiftOnSale(tx, giftId);
  if (gift.pointsPrice !== pointsPrice) throw giftChanged(gift.pointsPrice);
  const inserted = await tx
    .insertInto('redemption')
    .values({
      ...{ memberId, attemptId, giftId, quantity, pointsPrice, regionCode },
      giftName: gift.name,
      pictureId: gift.pictureIds[0] ?? null,
      pointsTotal: quantity * pointsPrice,
      state: 'applied',
      addressSealed: sealAddress(masterKey, memberId, address),
      memberNote: cleanLine(note),
      memberKind: kind,
      createdAt: now,
      updatedAt: now,
    })
    .onConflict((conflict) => conflict.columns(['memberId', 'attemptId']).doNothing())
    .returningAll()
    .executeTakeFirst();
  return inserted ?? null;
}

/** Counts behind the lock that taking stock holds: two devices of one member count one by one. */
async function checkLimit(
  tx: Tx,
  { memberId, giftId, quantity }: RedemptionRequest,
  limitPerMember: number,
): Promise<void> {
  const pieces = await countPiecesOfMember(tx, { memberId, giftId });
  if (pieces <= limitPerMember) return;
  const left = Math.max(0, limitPerMember - (pieces - quantity));
  throw giftLimitReached(limitPerMember, left);
}

async function takePoints(
  tx: Tx,
  { memberId, quantity, pointsPrice, now }: RedemptionRequest,
  redemption: { redemptionId: number; giftName: string; pointsTotal: number },
  { kind, regionCode }: RedeemingMember,
): Promise<void> {
  const { redemptionId, giftName, pointsTotal } = redemption;
  const spend = {
    ...{ memberId, regionCode, points: pointsTotal, memberKind: kind },
    sourceKind: 'redemption',
    sourceId: BigInt(redemptionId),
    explanation: { gift: { name: giftName, quantity, pointsPrice } },
  } as const;
  const result = await spendPoints(tx, spend, now);
  if (result.outcome === 'short') throw pointsShort(result.balance);
}
