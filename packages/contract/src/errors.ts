import { Type } from 'typebox';
import type { Static } from 'typebox';
import { strictObject } from './common.ts';

/** Every refusal the API can utter. The web apps switch on these words. */
export const errorCodes = [
  'bad_request',
  'not_signed_in',
  'forbidden_origin',
  'not_found',
  'too_many_requests',
  'busy',
  'internal',
  'mobile_invalid',
  'sms_code_wrong',
  'sms_code_expired',
  'sms_too_soon',
  'sms_limit_reached',
  'sms_unavailable',
  'consent_missing',
  'member_frozen',
  'wechat_bound_to_another_mobile',
  'wechat_unavailable',
  'url_not_ours',
  'setup_link_invalid',
  'setup_already_done',
  'login_name_taken',
  'login_failed',
  'login_locked',
  'password_too_weak',
  'password_wrong',
  'product_not_found',
  'product_name_taken',
  'batch_not_found',
  'batch_state_conflict',
  'batch_too_large',
  'batch_not_printable',
  'import_not_found',
  'import_state_conflict',
  'import_file_unreadable',
] as const;

export const ErrorCode = Type.Enum(errorCodes);
export type ErrorCode = (typeof errorCodes)[number];

/** The one body of every refusal, whatever its HTTP status. `message` is Chinese, for people. */
export const ErrorReply = strictObject({
  code: ErrorCode,
  message: Type.String(),
  requestId: Type.String(),
  details: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
});
export type ErrorReply = Static<typeof ErrorReply>;
