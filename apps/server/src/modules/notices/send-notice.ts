import type { Notice } from '@mashang/contract';
import { beijingDay, startOfBeijingDay } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { NoticeDetails } from '../../texts-notices.ts';
import type { NoticeJobDependencies } from './jobs.ts';
import type { NoticeWords } from './field-values.ts';
import { giveUpSending } from './take-delivery.ts';
import { tryChannel, type Telling } from './try-channel.ts';

type WechatState = 'none' | 'sent' | 'undeliverable';
type Waiting = NoticeWords & { noticeId: number; memberId: number };

const dayMs = 24 * 60 * 60 * 1000;
/** A notice older than this is news no more: it stands in the app. */
const lateMsMax = 3 * dayMs;
/** Quotas begin anew at midnight; not everybody's notice in its first second. */
const spreadMs = 60 * 60 * 1000;

/**
 * Tells a member by WeChat what the app shows already: their WeChat user by the first channel that takes
 * it. Safe to run twice and to be killed: what may have been sent by a channel is not sent
 * by it again. Throws when a later run may succeed where this one did not.
 */
export async function sendNotice(
  dependencies: NoticeJobDependencies,
  noticeId: number,
): Promise<void> {
  const { db, clock } = dependencies;
  const notice = await findWaiting(dependencies, noticeId);
  // Gone, or told by a run before this one.
  if (!notice) return;
  const outcome = await tellMember(dependencies, notice);
  await db.transaction().execute(async (tx) => {
    if (outcome === 'later') await postpone(dependencies, tx, notice);
    else await settle(tx, { noticeId, now: clock.now() }, outcome);
  });
}

async function findWaiting(
  { db, describeMembers }: NoticeJobDependencies,
  noticeId: number,
): Promise<Waiting | undefined> {
  const row = await db
    .selectFrom('notice')
    .select(['memberId', 'kind', 'details', 'createdAt'])
    .where('noticeId', '=', noticeId)
    .where('wechatState', '=', 'waiting')
    .executeTakeFirst();
  if (!row) return undefined;
  const { memberId, createdAt } = row;
  const members = await describeMembers(db, [memberId]);
  return {
    ...{ noticeId, memberId, createdAt },
    kind: row.kind as Notice['kind'],
    details: row.details as NoticeDetails,
    memberName: members.get(memberId)?.name ?? '',
  };
}

async function tellMember(
  dependencies: NoticeJobDependencies,
  notice: Waiting,
): Promise<WechatState | 'later'> {
  const { db, clock, findAccount, findOpenId, readNoticeSettings, log } = dependencies;
  const { noticeId, memberId } = notice;
  const account = await findAccount();
  const appId = account?.appId ?? '';
  if (await wasTold(db, noticeId, { notBy: appId })) return 'sent';
  const settings = await readNoticeSettings(db);
  if (!account || settings.channels.length === 0) return 'none';
  const openId = await findOpenId(db, { appId, memberId });
  if (openId === null) return 'none';

  const result = await tellUser(dependencies, { account, settings, notice }, openId);
  if (result === 'told') return 'sent';
  const ageMs = clock.now().getTime() - notice.createdAt.getTime();
  if (result === 'later' && ageMs < lateMsMax) return 'later';
  log.info({ noticeId, memberId }, 'notice cannot be sent by WeChat');
  return 'undeliverable';
}

/** By the first channel that takes it, in the order head office chose. */
async function tellUser(
  dependencies: NoticeJobDependencies,
  telling: Telling,
  openId: string,
): Promise<'told' | 'closed' | 'later'> {
  const { noticeId } = telling.notice;
  if (await wasTold(dependencies.db, noticeId, { openId })) return 'told';
  let result: 'closed' | 'later' = 'closed';
  for (const channel of telling.settings.channels) {
    const tried = await tryChannel(dependencies, telling, { openId, channel });
    if (tried === 'told') return tried;
    if (tried === 'later') result = tried;
  }
  return result;
}

/**
 * Whether WeChat took the notice, also by a channel, or an account, that is no longer chosen.
 *
 * @param only.notBy the appId of the account not to look at
 */
async function wasTold(
  db: Db,
  noticeId: number,
  only: { openId?: string; notBy?: string } = {},
): Promise<boolean> {
  let select = db
    .selectFrom('noticeDelivery')
    .select('noticeDeliveryId')
    .where('noticeId', '=', noticeId)
    .where('state', 'in', ['sent', 'delivered']);
  if (only.openId !== undefined) select = select.where('openId', '=', only.openId);
  if (only.notBy !== undefined) select = select.where('appId', '<>', only.notBy);
  return (await select.limit(1).executeTakeFirst()) !== undefined;
}

/** A report of WeChat may have come before: what it says of a message that was sent stands. */
async function settle(
  tx: Tx,
  { noticeId, now }: { noticeId: number; now: Date },
  wechatState: WechatState,
): Promise<void> {
  await tx
    .selectFrom('notice')
    .select('noticeId')
    .where('noticeId', '=', noticeId)
    .forUpdate()
    .execute();
  // Of channels and accounts that are no longer chosen, too: nobody asks about them any more.
  await giveUpSending(tx, noticeId, now);
  const isSent = await wasTold(tx, noticeId);
  if (wechatState === 'sent' && !isSent) return;
  await tx.updateTable('notice').set({ wechatState }).where('noticeId', '=', noticeId).execute();
}

/** Every channel that is left is closed for everybody: tries again when the platform's day is over. */
async function postpone(
  { addJob, clock, log }: NoticeJobDependencies,
  tx: Tx,
  { noticeId }: Waiting,
): Promise<void> {
  const nextDay = startOfBeijingDay(beijingDay(new Date(clock.now().getTime() + dayMs)));
  const runAt = new Date(nextDay.getTime() + ((noticeId * 1_009) % spreadMs));
  await addJob(tx, 'sendNotice', { noticeId }, { key: `sendNotice:${noticeId}`, runAt });
  log.info({ noticeId, runAt }, 'notice is sent tomorrow: no channel is open today');
}
