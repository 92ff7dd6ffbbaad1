import type { TextKey } from '../../shared/texts.ts';

/** The platform's number for notices turned off as a whole. */
const switchedOff = 20004;

/**
 * What `wx-open-subscribe` says of a tap, as a remark; undefined when it says nothing, as some phones do.
 * On success `subscribeDetails` is JSON: for each template JSON again, with accept, reject, cancel or
 * filter as its status. See the platform's page 服务号订阅通知按钮.
 */
export function subscribeRemark(event: unknown): TextKey | undefined {
  const details = detailOf(event)['subscribeDetails'];
  if (typeof details !== 'string') return undefined;
  const statuses = Object.values(readJson(details)).map((text) => {
    return typeof text === 'string' ? readJson(text)['status'] : undefined;
  });
  if (statuses.length === 0) return undefined;
  return statuses.includes('accept') ? 'subscribeDone' : 'subscribeNot';
}

/** Why a tap failed. */
export function subscribeTrouble(event: unknown): TextKey {
  const code = Number(detailOf(event)['errCode']);
  return code === switchedOff ? 'subscribeSwitchedOff' : 'subscribeFailed';
}

function detailOf(event: unknown): Record<string, unknown> {
  const { detail } = (event ?? {}) as { detail?: unknown };
  return typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>) : {};
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
