import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { nowMs } from '../context.ts';
import type { QrCode } from '../state.ts';
import { PlatformError } from './platform-error.ts';

const expireSecondsDefault = 30;
const expireSecondsMax = 2_592_000;
const sceneIdMax = 2 ** 32 - 1;
const permanentSceneIdMax = 100_000;
const dayMs = 86_400_000;

const actions: Record<string, { isPermanent: boolean; isText: boolean }> = {
  QR_SCENE: { isPermanent: false, isText: false },
  QR_STR_SCENE: { isPermanent: false, isText: true },
  QR_LIMIT_SCENE: { isPermanent: true, isText: false },
  QR_LIMIT_STR_SCENE: { isPermanent: true, isText: true },
};

/**
 * `POST /cgi-bin/qrcode/create`. Throws 40052 for another action, 40053 for a scene or a life that
 * cannot be. Chosen here, the documents being silent: 40053 also beyond 30 days, 45029 beyond the
 * 100 000 permanent ones, and that a permanent scene asked for again is the same QR.
 */
export function createQr(context: Context, input: Record<string, unknown>) {
  const { action_name: name } = input;
  const action =
    typeof name === 'string' && Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw new PlatformError(40052, 'invalid action name');
  const scene = readScene(input['action_info'], action);
  if (action.isPermanent) return describe(permanentQr(context, scene, action.isText));
  const expireSeconds = readExpireSeconds(input['expire_seconds']);
  const expiresAt = nowMs(context) + expireSeconds * 1000;
  const qr = keep(context, newQr(scene, action.isText, expiresAt));
  return { ...describe(qr), expire_seconds: expireSeconds };
}

/** The QR with this ticket or this address, expired or not. */
export function findQr(context: Context, ticketOrUrl: string): QrCode | undefined {
  const address = ticketOrUrl.trim().replace(/^https:/i, 'http:');
  return context.state.qrs.find(({ ticket, url }) => ticket === ticketOrUrl || url === address);
}

export function isExpired(context: Context, qr: QrCode): boolean {
  return qr.expiresAt !== null && qr.expiresAt <= nowMs(context);
}

function readScene(actionInfo: unknown, action: { isPermanent: boolean; isText: boolean }): string {
  const scene = isRecord(actionInfo) ? actionInfo['scene'] : undefined;
  const value = isRecord(scene) ? scene[action.isText ? 'scene_str' : 'scene_id'] : undefined;
  if (action.isText && typeof value === 'string' && value.length >= 1 && value.length <= 64) {
    return value;
  }
  const max = action.isPermanent ? permanentSceneIdMax : sceneIdMax;
  if (!action.isText && Number.isInteger(value) && Number(value) >= 1 && Number(value) <= max) {
    return String(value);
  }
  throw new PlatformError(40053, 'invalid action info');
}

function readExpireSeconds(value: unknown): number {
  const seconds = value ?? expireSecondsDefault;
  if (Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= expireSecondsMax) {
    return Number(seconds);
  }
  throw new PlatformError(40053, 'invalid action info, expire_seconds out of range');
}

function permanentQr(context: Context, scene: string, isText: boolean): QrCode {
  const permanent = context.state.qrs.filter((qr) => qr.expiresAt === null);
  const same = permanent.find((qr) => qr.scene === scene && qr.isText === isText);
  if (same) return same;
  if (permanent.length >= context.settings.permanentQrsMax) {
    throw new PlatformError(45029, 'qrcode count out of limit');
  }
  return keep(context, newQr(scene, isText, null));
}

function newQr(scene: string, isText: boolean, expiresAt: number | null): QrCode {
  // Signs that an address must escape are in real tickets too.
  const ticket = `gQ${randomBytes(66).toString('base64').slice(0, 84)}+/==`;
  const url = `http://weixin.qq.com/q/02${randomBytes(15).toString('hex').slice(0, 20)}`;
  return { ticket, url, scene, isText, expiresAt };
}

function keep(context: Context, qr: QrCode): QrCode {
  const isKept = (known: QrCode): boolean =>
    known.expiresAt === null || known.expiresAt > nowMs(context) - dayMs;
  const { qrs } = context.state;
  qrs.push(qr);
  // Tidied now and then only: many sign-ins make many QRs.
  if (qrs.length % 1000 === 0) context.state.qrs = qrs.filter(isKept);
  context.store.save();
  return qr;
}

function describe({ ticket, url }: QrCode): { ticket: string; url: string } {
  return { ticket, url };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
