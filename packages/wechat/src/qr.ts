import type { Call } from './api-call.ts';
import { unexpectedAnswer } from './errors.ts';
import { readText } from './read-answer.ts';

const EXPIRE_SECONDS_MAX = 2_592_000;

/**
 * A parametric QR: svc/en/api/qrcode/qrcodes/api_createqrcode.
 * @throws RangeError for a scene or a time WeChat does not take
 */
export async function createQr(
  call: Call,
  { scene, expireSeconds }: { scene: string; expireSeconds: number | null },
): Promise<{ ticket: string; url: string }> {
  if (scene.length < 1 || scene.length > 64 || !scene.isWellFormed()) {
    throw new RangeError('A scene has 1 to 64 characters.');
  }
  const isTime = Number.isInteger(expireSeconds) && Number(expireSeconds) >= 1;
  if (expireSeconds !== null && (!isTime || expireSeconds > EXPIRE_SECONDS_MAX)) {
    throw new RangeError('A temporary QR lives 1 to 2 592 000 seconds.');
  }
  const endpoint = '/cgi-bin/qrcode/create';
  const body = {
    action_name: expireSeconds === null ? 'QR_LIMIT_STR_SCENE' : 'QR_STR_SCENE',
    ...(expireSeconds !== null && { expire_seconds: expireSeconds }),
    action_info: { scene: { scene_str: scene } },
  };
  const answer = await call({ method: 'POST', endpoint, body, secrets: [scene] });
  const ticket = readText(endpoint, answer.ticket, 1024);
  const url = readText(endpoint, answer.url, 512);
  // It is printed and shown as ours.
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw unexpectedAnswer(endpoint);
  return { ticket, url };
}

/** Address of the picture. */
export function showQrUrl(baseUrl: string, ticket: string): string {
  return `${baseUrl}/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`;
}
