import type { Notice } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import type { TaskHandlers } from '../../platform/jobs.ts';
import { noticePath, noticeTexts, type NoticeDetails } from '../../texts-notices.ts';

export interface NoticeJobDependencies {
  db: Db;
  /** The member's WeChat users of our account. */
  findOpenIds: (db: Db, memberId: number) => Promise<string[]>;
  /** Says a text in a WeChat user's chat; throws what may be over at a later try. */
  sendChatText:
    | ((
        openId: string,
        text: string,
      ) => Promise<{ outcome: 'sent' } | { outcome: 'undeliverable'; reason: string }>)
    | undefined;
  /** How phones reach us, without a slash at the end: notices lead to their page. */
  publicUrl: string;
  log: { info: (details: object, message: string) => void };
}

type WechatState = 'none' | 'sent' | 'undeliverable';

/** What this module does later. A job that throws is run again by the queue. */
export function createNoticeJobs(
  dependencies: NoticeJobDependencies,
): Pick<TaskHandlers, 'sendNotice'> {
  const { db } = dependencies;
  return {
    async sendNotice({ noticeId }) {
      const notice = await db
        .selectFrom('notice')
        .select(['memberId', 'kind', 'details'])
        .where('noticeId', '=', noticeId)
        .where('wechatState', '=', 'waiting')
        .executeTakeFirst();
      // Gone, or told by a run before this one.
      if (!notice) return;
      const text = chatTextOf(notice, dependencies.publicUrl);
      const wechatState = await sendToAll(dependencies, notice.memberId, text);
      await db.transaction().execute(async (tx) => {
        await tx
          .updateTable('notice')
          .set({ wechatState })
          .where('noticeId', '=', noticeId)
          .execute();
      });
    },
  };
}

/** Sent when one of the member's WeChat users has it: then nobody is told twice by a retry. */
async function sendToAll(
  { db, findOpenIds, sendChatText, log }: NoticeJobDependencies,
  memberId: number,
  text: string,
): Promise<WechatState> {
  if (!sendChatText) return 'none';
  const openIds = await findOpenIds(db, memberId);
  if (openIds.length === 0) return 'none';
  const tries = await Promise.allSettled(openIds.map((openId) => sendChatText(openId, text)));
  const deliveries = tries.flatMap((tried) => (tried.status === 'fulfilled' ? tried.value : []));
  if (deliveries.some(({ outcome }) => outcome === 'sent')) return 'sent';
  const passing = tries.find((tried) => tried.status === 'rejected');
  if (passing) throw passing.reason;
  log.info({ memberId, deliveries }, 'notice cannot be sent to the chat');
  return 'undeliverable';
}

/** WeChat draws `<a>` in a text as a link: only ours may be one. */
function chatTextOf(row: { kind: string; details: unknown }, publicUrl: string): string {
  const kind = row.kind as Notice['kind'];
  const details = row.details as NoticeDetails;
  const { title, detail } = noticeTexts.zh[kind](details);
  const path = noticePath(kind, details);
  const link = path === null ? [] : [`<a href="${publicUrl}${path}">点击查看</a>`];
  return [...[title, detail].map((line) => line.replaceAll('<', '＜')), ...link].join('\n');
}
