import { ApiError } from './api.ts';
import type { FailureCode } from './api.ts';
import { language, t } from './language.ts';
import { texts } from './texts.ts';
import type { TextKey } from './texts.ts';

/** There the server's words, which are Chinese, hold what ours cannot: how often, how long, whose limit. */
const serverKnowsMore: FailureCode[] = [
  'sms_code_wrong',
  'sms_too_soon',
  'sms_limit_reached',
  'login_locked',
  'too_many_requests',
  'appeal_limit_reached',
  'picture_unreadable',
];

/** What to tell a person about a failed call; a server newer than this page words it itself. */
export function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('failure_internal');
  const rule = `rule_${error.details['rule']}`;
  if (error.code === 'password_too_weak' && rule in texts) return t(rule as TextKey);
  const key = `failure_${error.code}` as const;
  const toldByServer = serverKnowsMore.includes(error.code) || 'field' in error.details;
  if (toldByServer && language.value === 'zh' && error.message !== error.code) return error.message;
  const text = key in texts ? t(key, error.details) : error.message;
  return /\{\w+\}/.test(text) ? error.message : text;
}

/** The number a member can quote when asking for help, or nothing when the fault is not ours. */
export function failureReference(error: unknown): string {
  if (!(error instanceof ApiError) || error.status < 500 || !error.requestId) return '';
  return t('requestNumber', { id: error.requestId });
}
