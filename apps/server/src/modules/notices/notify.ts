import type { Notice } from '@mashang/contract';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Tx } from '../../platform/database.ts';
import type { AddJob } from '../../platform/jobs.ts';
import type { NoticeDetails } from '../../texts-notices.ts';

export interface NewNotice {
  memberId: number;
  /** What it is about, e.g. `redemption:12:shipped`: a member is told of it once. */
  subject: string;
  kind: Notice['kind'];
  details: NoticeDetails;
  createdAt: Date;
}

/** Tells a member in the app, and enqueues telling them in the chat. */
export async function notify(tx: Tx, addJob: AddJob, notice: NewNotice): Promise<void> {
  const { memberId, subject, kind, details, createdAt } = notice;
  const inserted = await tx
    .insertInto('notice')
    .values({
      ...{ memberId, subject, kind, createdAt },
      details: JSON.stringify(cleanDetails(details)),
      wechatState: 'waiting',
    })
    .onConflict((conflict) => conflict.columns(['memberId', 'subject']).doNothing())
    .returning('noticeId')
    .executeTakeFirst();
  if (!inserted) return;
  const { noticeId } = inserted;
  await addJob(tx, 'sendNotice', { noticeId }, { key: `sendNotice:${noticeId}` });
}

/** PostgreSQL keeps no NUL and no half of a character in JSON. */
function cleanDetails(details: NoticeDetails): NoticeDetails {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? cleanLine(value) : value,
    ]),
  );
}
