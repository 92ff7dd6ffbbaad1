import type { NoticeChannel } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';
import type { DeliveryReason } from '../../texts-notice-channels.ts';
import { hasRefused } from './refusals.ts';
import { takeCredit } from './subscription-credits.ts';

/** One notice, to one WeChat user, by one channel: it is tried as one row of notice_delivery. */
export interface DeliveryTarget {
  noticeId: number;
  memberId: number;
  appId: string;
  openId: string;
  channel: NoticeChannel;
  /** Null in a channel without templates. */
  templateId: string | null;
}

export type TakenDelivery =
  /** Send now. */
  | { state: 'taken'; deliveryId: number }
  /** WeChat has it. */
  | { state: 'told' }
  /** Not by this channel. */
  | { state: 'closed' }
  /** Somebody else may be sending it at this moment. */
  | { state: 'underWay' };

/** Longer than any call takes, with its token and its pauses. */
const callMsMax = 60_000;
/**
 * The platform keeps a client_msg_id ten minutes, says the page of template/send: within them the
 * same message may be sent again and is shown once. A minute is left for the call itself.
 */
const repeatMsMax = 9 * 60_000;
/** Surely not sent, and possible later. */
const passingReasons: (string | null)[] = [
  'passing',
  'quotaUsedUp',
  'notGranted',
] satisfies DeliveryReason[];

/**
 * Writes down that a message is about to be sent, before it is: whatever happens then, a later run
 * knows. The caller commits before the network, and afterwards calls `finishDelivery`.
 */
export async function takeDelivery(
  tx: Tx,
  target: DeliveryTarget,
  now: Date,
): Promise<TakenDelivery> {
  const inserted = await tx
    .insertInto('noticeDelivery')
    .values({ ...target, state: 'sending', createdAt: now })
    .onConflict((conflict) => conflict.columns(['noticeId', 'openId', 'channel']).doNothing())
    .returning('noticeDeliveryId')
    .executeTakeFirst();
  if (!inserted) return await takeAgain(tx, target, now);
  const { noticeDeliveryId: deliveryId } = inserted;
  if (!(await isRefused(tx, target)) && (await hasCredit(tx, target))) {
    return { state: 'taken', deliveryId };
  }
  // Not tried: no row.
  await tx.deleteFrom('noticeDelivery').where('noticeDeliveryId', '=', deliveryId).execute();
  return { state: 'closed' };
}

/** Runs before this one ended between sending and knowing: what they sent is not sent again. */
export async function giveUpSending(tx: Tx, noticeId: number, now: Date): Promise<void> {
  await tx
    .updateTable('noticeDelivery')
    .set({ state: 'failed', reason: 'unanswered' satisfies DeliveryReason })
    .where('noticeId', '=', noticeId)
    .where('state', '=', 'sending')
    .where('createdAt', '<=', new Date(now.getTime() - callMsMax))
    .execute();
}

/** It was tried before, or is being tried by somebody else. */
async function takeAgain(tx: Tx, target: DeliveryTarget, now: Date): Promise<TakenDelivery> {
  const row = await lockDelivery(tx, target);
  // Whoever wrote it found the channel closed a moment ago.
  if (!row) return { state: 'closed' };
  const { noticeDeliveryId: deliveryId, state, reason } = row;
  if (state === 'sent' || state === 'delivered') return { state: 'told' };
  const ageMs = now.getTime() - row.createdAt.getTime();
  if (state === 'sending' && ageMs < callMsMax) return { state: 'underWay' };
  const isUnanswered = state === 'sending' || reason === 'unanswered';
  const isRepeatable = isUnanswered && target.channel === 'template' && ageMs < repeatMsMax;
  const isPassing = state === 'failed' && passingReasons.includes(reason);
  if ((isRepeatable || isPassing) && !(await isRefused(tx, target))) {
    const { templateId } = target;
    // Of a message that may have been taken the first moment stays: from it the platform counts.
    if (isRepeatable) return await resume(tx, { deliveryId, templateId });
    if (await hasCredit(tx, target)) {
      return await resume(tx, { deliveryId, templateId, createdAt: now });
    }
  }
  if (state === 'sending') await giveUpSending(tx, target.noticeId, now);
  return { state: 'closed' };
}

async function lockDelivery(tx: Tx, { noticeId, openId, channel }: DeliveryTarget) {
  return await tx
    .selectFrom('noticeDelivery')
    .select(['noticeDeliveryId', 'state', 'reason', 'createdAt'])
    .where('noticeId', '=', noticeId)
    .where('openId', '=', openId)
    .where('channel', '=', channel)
    .forUpdate()
    .executeTakeFirst();
}

async function isRefused(tx: Tx, { appId, openId, templateId }: DeliveryTarget): Promise<boolean> {
  return templateId !== null && (await hasRefused(tx, { appId, openId, templateId }));
}

async function hasCredit(tx: Tx, target: DeliveryTarget): Promise<boolean> {
  const { channel, appId, openId, templateId } = target;
  if (channel !== 'subscription' || templateId === null) return true;
  return await takeCredit(tx, { appId, openId, templateId });
}

async function resume(
  tx: Tx,
  { deliveryId, ...change }: { deliveryId: number; templateId: string | null; createdAt?: Date },
): Promise<TakenDelivery> {
  await tx
    .updateTable('noticeDelivery')
    .set({ ...change, state: 'sending', reason: null, errcode: null })
    .where('noticeDeliveryId', '=', deliveryId)
    .execute();
  return { state: 'taken', deliveryId };
}
