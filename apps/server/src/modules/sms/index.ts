/**
 * Owns: verification codes by SMS, and what limits them.
 * Tables: sms_code, sms_message.
 * Invariant: a message row is committed before anything is sent; a code counts once, for its number.
 */
export { createSms } from './create-sms.ts';
export type { Sms } from './create-sms.ts';
export type { CodeCheck } from './check-code.ts';
export { purgeSmsCodes } from './purge-sms-codes.ts';
export { SmsProviderError } from './provider.ts';
export type { SmsProvider } from './provider.ts';
export type { ReservedCode, SmsRecipient } from './reserve-code.ts';
export { createSimulatorProvider } from './simulator-provider.ts';
export { smsLimits } from './sms-limits.ts';
