import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { AddJob } from '../../platform/jobs.ts';
import type { DeliveryReason } from '../../texts-notice-channels.ts';
import { rememberRefusal } from './refusals.ts';

/** What WeChat says became of a message. */
export interface DeliveryReport {
  appId: string;
  /** Whom it is about: WeChat does not always tell the number of what it took. */
  openId?: string;
  /** 64 bits: text. */
  msgId: string;
  /** In the platform's words: success, failed:user block, failed: system failed. */
  status: string;
}

/** A message whose number is not written down yet was sent within the last seconds. */
const underWayMs = 30_000;
/** A report that names no message of ours is about one of so short ago, or about none. */
const namelessMs = 60 * 60_000;
const waitsMax = 10;
const waitMs = 200;

/**
 * Writes down what WeChat reported (TEMPLATESENDJOBFINISH, subscribe_msg_sent_event). Its own failure
 * lets the next channel try; a user who takes no messages is not tried with that template again. A
 * report may be faster than the answer it is about: it waits for that, two seconds at most.
 */
export async function reportDelivery(
  { db, clock, addJob }: { db: Db; clock: Clock; addJob: AddJob },
  report: DeliveryReport,
): Promise<void> {
  for (let waits = 0; ; waits += 1) {
    // Asked first: what is finished in between is found.
    const isAwaited = waits < waitsMax && (await isAnySending(db, report.appId, clock.now()));
    const isKnown = await db
      .transaction()
      .execute((tx) => recordReport(tx, addJob, report, clock.now()));
    if (isKnown || !isAwaited) return;
    await sleep(waitMs);
  }
}

async function recordReport(
  tx: Tx,
  addJob: AddJob,
  report: DeliveryReport,
  now: Date,
): Promise<boolean> {
  const { appId } = report;
  const fate = fateOf(report.status);
  const rows = await findReported(tx, report, now);
  const row = rows.find(({ state }) => state === 'sent');
  // Unknown, or reported before.
  if (!row) return rows.length > 0;
  await tx
    .updateTable('noticeDelivery')
    .set({ ...fate, reportedAt: now })
    .where('noticeDeliveryId', '=', row.noticeDeliveryId)
    .execute();
  const { openId, templateId } = row;
  if (fate.reason === 'userBlock' && templateId !== null) {
    const refusal = { appId, openId, templateId, refusedAt: now };
    await rememberRefusal(tx, { ...refusal, reason: 'userBlock' });
  }
  if (fate.state !== 'delivered') await reopenNotice(tx, addJob, row.noticeId, fate.state);
  return true;
}

/**
 * By the number WeChat gave when it took the message. Those without one (bizsend often gives none, and
 * users tell of reports with MsgID 0) are reported in the order they were sent.
 */
async function findReported(tx: Tx, { appId, openId, msgId }: DeliveryReport, now: Date) {
  const select = tx
    .selectFrom('noticeDelivery')
    .select(['noticeDeliveryId', 'noticeId', 'openId', 'templateId', 'state'])
    .where('appId', '=', appId)
    .forUpdate();
  const named = await select.where('msgid', '=', msgId).execute();
  if (named.length > 0 || openId === undefined) return named;
  const nameless = select
    .where('openId', '=', openId)
    .where('templateId', 'is not', null)
    .where('state', '=', 'sent')
    .where('createdAt', '>', new Date(now.getTime() - namelessMs))
    .orderBy('createdAt')
    .limit(1);
  return await (msgId === '0' ? nameless : nameless.where('msgid', 'is', null)).execute();
}

function fateOf(status: string): {
  state: 'delivered' | 'refused' | 'failed';
  reason: DeliveryReason | null;
} {
  if (status.trim() === 'success') return { state: 'delivered', reason: null };
  return /block|refuse|reject/i.test(status)
    ? { state: 'refused', reason: 'userBlock' }
    : { state: 'failed', reason: 'systemFailed' };
}

/** Nobody told the member after all. Who blocked the account is not told by another channel. */
async function reopenNotice(
  tx: Tx,
  addJob: AddJob,
  noticeId: number,
  state: 'refused' | 'failed',
): Promise<void> {
  const told = await tx
    .selectFrom('noticeDelivery')
    .select('noticeDeliveryId')
    .where('noticeId', '=', noticeId)
    .where('state', 'in', ['sent', 'delivered'])
    .executeTakeFirst();
  if (told) return;
  const wechatState = state === 'failed' ? 'waiting' : 'undeliverable';
  await tx.updateTable('notice').set({ wechatState }).where('noticeId', '=', noticeId).execute();
  if (state === 'failed') {
    await addJob(tx, 'sendNotice', { noticeId }, { key: `sendNotice:${noticeId}` });
  }
}

async function isAnySending(db: Db, appId: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('noticeDelivery')
    .select('noticeDeliveryId')
    .where('createdAt', '>', new Date(now.getTime() - underWayMs))
    .where('appId', '=', appId)
    .where('state', '=', 'sending')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
