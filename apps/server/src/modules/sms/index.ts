/**
 * Owns: verification codes by SMS, who carries them, what limits them and what they cost.
 * Tables: sms_code, sms_message, sms_spending.
 * Invariant: a message row is committed, and its price taken out of the month's budget, before
 * anything is sent; a code counts once, for its number.
 */
export { createSms } from './create-sms.ts';
export type { Sms, SmsOptions } from './create-sms.ts';
export type { Delivery } from './deliver-message.ts';
export type { CodeCheck } from './check-code.ts';
export { purgeSmsCodes } from './purge-sms-codes.ts';
export { SmsProviderError } from './provider.ts';
export { createAliyunProvider } from './aliyun-provider.ts';
export { createTencentProvider } from './tencent-provider.ts';
export { registerSmsRoutes } from './routes.ts';
export { smsSettingsDefault } from './sms-settings.ts';
export type { CloudName, SmsEndpoints, SmsSettings } from './sms-settings.ts';
export type { SmsProvider } from './provider.ts';
export type { ReservedCode, SmsRecipient } from './reserve-code.ts';
export { createSimulatorProvider } from './simulator-provider.ts';
export { smsLimits } from './sms-limits.ts';
