import { hash } from 'node:crypto';
import { dedupeKey } from '@mashang/wechat';
/**
 * 32 hexadecimal digits: equal for a message and its repetitions, different for any other. The sender
 * of a withdrawal is the platform, so that of two in a second only OpenID tells whose they are.
 */
export function messageKeyOf(message, appId) {
  const parts = [appId, dedupeKey(message, appId), message['OpenID']];
  return hash('sha256', JSON.stringify(parts)).slice(0, 32);
}
/** The same as a UUID: however often a scan is sent, it is one attempt. */
export function attemptIdOf(messageKey) {
  return [
    messageKey.slice(0, 8),
    messageKey.slice(8, 12),
    messageKey.slice(12, 16),
    messageKey.slice(16, 20),
    messageKey.slice(20, 32),
  ].join('-');
}
