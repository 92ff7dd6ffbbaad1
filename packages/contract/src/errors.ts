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
  'member_not_found',
  'password_needed',
  'mobile_taken',
  'address_not_found',
  'address_limit_reached',
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
  'forbidden',
  'changed_meanwhile',
  'picture_unreadable',
  'picture_not_found',
  'gift_not_found',
  'gift_changed',
  'gift_not_on_sale',
  'gift_incomplete',
  'gift_sold_out',
  'gift_limit_reached',
  'points_short',
  'redemption_not_found',
  'redemption_state_conflict',
  'staff_not_found',
  'last_administrator',
  'invitation_invalid',
  'entry_not_found',
  'export_too_large',
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
