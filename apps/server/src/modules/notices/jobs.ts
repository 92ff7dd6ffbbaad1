import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { AddJob, TaskHandlers } from '../../platform/jobs.ts';
import type { NoticeAccount } from './notice-channels.ts';
import type { NoticeSettings } from './notice-settings.ts';
import { sendNotice } from './send-notice.ts';

export interface NoticeJobDependencies {
  db: Db;
  clock: Clock;
  addJob: AddJob;
  /** The Official Account in force; undefined without one. */
  findAccount: () => Promise<NoticeAccount | undefined>;
  readNoticeSettings: (db: Db) => Promise<NoticeSettings>;
  /** The member's WeChat user of an account; null without one. */
  findOpenId: (db: Db, input: { appId: string; memberId: number }) => Promise<string | null>;
  describeMembers: (db: Db, memberIds: number[]) => Promise<Map<number, { name: string }>>;
  /** Null: nobody knows. */
  isFollowing: (db: Db, user: { appId: string; openId: string }) => Promise<boolean | null>;
  /** The platform said at sending that the user does not follow. */
  markNotFollowing: (tx: Tx, user: { appId: string; openId: string; now: Date }) => Promise<void>;
  /** How phones reach us, without a slash at the end: notices lead to their page. */
  publicUrl: string;
  log: { info: (details: object, message: string) => void };
}

/** What this module does later. A job that throws is run again by the queue. */
export function createNoticeJobs(
  dependencies: NoticeJobDependencies,
): Pick<TaskHandlers, 'sendNotice'> {
  return { sendNotice: ({ noticeId }) => sendNotice(dependencies, noticeId) };
}
