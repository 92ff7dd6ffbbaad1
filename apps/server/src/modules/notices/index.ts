/**
 * What members are told of what happened to them: in the app always, in the WeChat chat when WeChat
 * lets us.
 * Owns the table `notice`.
 * Invariant: one subject of one member is one notice, however often it is told.
 */
export { createNoticeJobs } from './jobs.ts';
export type { NoticeJobDependencies } from './jobs.ts';
export { countUnreadNotices } from './list-notices.ts';
export { notify } from './notify.ts';
export type { NewNotice } from './notify.ts';
export { registerNoticeRoutes } from './routes.ts';
