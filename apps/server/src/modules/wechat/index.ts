/**
 * wechat — the Official Account's side of the product: callback, OAuth, JS-SDK, menu, chat.
 * Owns wechat_credential, wechat_credential_lease, oauth_state, wechat_account_fact, wechat_message,
 * wechat_follower, wechat_revocation and wechat_poster; the protocol itself is the package
 * @mashang/wechat.
 * Invariants: nothing a request says is believed before its signature is checked; what WeChat says
 * twice is done once, and answered alike.
 */
export { createWechatAccounts } from './account/create-accounts.ts';
export type {
  AccountInForce,
  AccountSettings,
  WechatAccount,
  WechatAccounts,
} from './account/create-accounts.ts';
export { createSceneQrMaker } from './account/create-scene-qr.ts';
export { createWechatUpkeep } from './create-upkeep.ts';
export { registerVerifyFilesRoute } from './account/verify-files-route.ts';
export { createTroubleReporter } from './account/wechat-trouble.ts';
export { createSenders } from './senders/create-senders.ts';
export type { Senders } from './senders/create-senders.ts';
export type { Delivery } from './senders/delivery.ts';
export { registerCallbackRoutes } from './callback/callback-routes.ts';
export type { ChatHandlers } from './callback/chat-handlers.ts';
export { createWechatJobs } from './callback/late-reply.ts';
export { markNotFollowing, readFollowing } from './followers/note-following.ts';
export { registerJsSdkRoute } from './oauth/js-sdk-route.ts';
export { registerOAuthRoutes } from './oauth/oauth-routes.ts';
export { registerCheckRoutes } from './checks/check-routes.ts';
export { registerMenuRoutes } from './menu/menu-routes.ts';
export { syncMenu } from './menu/sync-menu.ts';
export { countPosterVisit } from './posters/count-poster-visit.ts';
export { registerPosterRoutes } from './posters/poster-routes.ts';
