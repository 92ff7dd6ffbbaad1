import { ApiError } from './api.ts';
import { t } from './language.ts';
import { texts } from './texts.ts';
import type { TextKey } from './texts.ts';

/** What to tell a person about a failed call; a server newer than this page words it itself. */
export function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('failure_internal');
  const rule = `rule_${error.details['rule']}`;
  if (error.code === 'password_too_weak' && rule in texts) return t(rule as TextKey);
  const key = `failure_${error.code}` as const;
  return key in texts ? t(key) : error.message;
}

/** The number a member can quote when asking for help, or nothing when the fault is not ours. */
export function failureReference(error: unknown): string {
  if (!(error instanceof ApiError) || error.status < 500 || !error.requestId) return '';
  return t('requestNumber', { id: error.requestId });
}
