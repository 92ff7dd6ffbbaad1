/**
 * What members are told of what happened to them: in the app always, and by WeChat when WeChat lets
 * us, by the first channel that takes it. SMS tells nothing here: its templates are for codes only.
 * Owns the tables notice, notice_delivery, notice_refusal and notice_subscription.
 * Invariants: one subject of one member is one notice, however often it is told; what a channel may
 * have taken is not sent by it again; what a user does not want is not tried again.
 */
export { changeSubscription } from './change-subscription.ts';
export type { SubscriptionChange } from './change-subscription.ts';
export { registerNoticeDeliveryRoutes } from './delivery-routes.ts';
export { forgetWechatUser } from './forget-wechat-user.ts';
export { createNoticeJobs } from './jobs.ts';
export type { NoticeJobDependencies } from './jobs.ts';
export { countUnreadNotices } from './list-notices.ts';
export type { NoticeAccount } from './notice-channels.ts';
export type { NoticeSettings } from './notice-settings.ts';
export { notify } from './notify.ts';
export type { NewNotice } from './notify.ts';
export { reportDelivery } from './report-delivery.ts';
export { registerNoticeRoutes } from './routes.ts';
