/**
 * wechat — the Official Account's side of the product: callback, OAuth, JS-SDK, menu, chat.
 * Owns wechat_credential and oauth_state; the protocol itself is the package @mashang/wechat.
 * Invariant: nothing a request says is believed before its signature is checked.
 */
export { createChatSender } from './chat-sender.ts';
export type { ChatDelivery, SendChatText, UndeliverableReason } from './chat-sender.ts';
export { createCredentialStore } from './credential-store.ts';
export { registerCallbackRoutes } from './callback-routes.ts';
export type { ChatHandlers } from './answer-message.ts';
export { registerOAuthRoutes } from './oauth-routes.ts';
export { purgeOAuthStates } from './purge-oauth-states.ts';
export { registerJsSdkRoute } from './js-sdk-route.ts';
export { syncMenu } from './sync-menu.ts';
