import { provinces } from '@mashang/contract';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { Caller, Route } from '../../../platform/http.ts';
import { describeDevice } from '../describe-device.ts';
import { scanSignInNotFound } from '../errors.ts';
import { setSessionCookie } from '../session-cookie.ts';
import { readWechatUser } from '../sessions.ts';
import type { WechatUser } from '../sessions.ts';
import { answerScanSignIn } from './answer-scan-sign-in.ts';
import { fetchScannedSession } from './fetch-scanned-session.ts';
import { readScannedSignIn, readScanSignIn } from './read-scan-sign-in.ts';
import { startScanSignIn } from './start-scan-sign-in.ts';
import type { CreateSceneQr } from './start-scan-sign-in.ts';

export interface ScanSignInTools {
  db: Db;
  clock: Clock;
  createSceneQr: CreateSceneQr;
  /** GB/T 2260 code of an address's province, when known. */
  readProvince: (address: string) => string | null;
  secureCookies: boolean;
}

/** A desktop is signed in by the phone: one side waits with a QR, the other looks and agrees. */
export function registerScanSignInRoutes(route: Route, tools: ScanSignInTools): void {
  bindBrowserThatWaits(route, tools);
  bindPhoneThatAgrees(route, tools);
}

function bindBrowserThatWaits(route: Route, tools: ScanSignInTools): void {
  const { db, clock } = tools;

  route('POST /api/scan-sign-ins', async ({ caller, request }) => {
    const { address } = caller;
    const userAgent = request.headers['user-agent'];
    const { expiresAt, ...started } = await startScanSignIn(db, tools, { address, userAgent });
    return { ...started, expiresAt: expiresAt.toISOString() };
  });

  route('POST /api/scan-sign-ins/state', async ({ body, caller, request, reply }) => {
    const { signInToken } = body;
    const progress = await readScanSignIn(db, { signInToken, now: clock.now() });
    if (progress.state !== 'agreed') return { state: progress.state };
    const { sessionHash } = caller;
    const userAgent = request.headers['user-agent'];
    const input = { signInToken, memberId: progress.memberId, sessionHash, userAgent };
    const session = await db.transaction().execute((tx) => fetchScannedSession(tx, tools, input));
    if (session === null) return { state: 'expired' as const };
    setSessionCookie(reply, session, tools);
    return { state: 'signedIn' as const };
  });
}

function bindPhoneThatAgrees(route: Route, tools: ScanSignInTools): void {
  const { db, clock } = tools;

  route('POST /api/me/scan-sign-ins', async ({ body, caller }) => {
    const wechatUser = await requireWechatUser(db, caller);
    const input = { confirmToken: body.confirmToken, wechatUser, now: clock.now() };
    const scanned = await readScannedSignIn(db, input);
    if (scanned === undefined) throw scanSignInNotFound();
    return {
      state: scanned.state,
      checkDigits: scanned.checkDigits,
      device: describeDevice(scanned.userAgent, caller.language),
      province: nameProvince(tools.readProvince(scanned.address), caller.language),
      startedAt: scanned.createdAt.toISOString(),
    };
  });

  route('POST /api/me/scan-sign-ins/answers', async ({ body, caller }) => {
    const { memberId, sessionHash } = caller;
    const input = { ...body, sessionHash, memberId, now: clock.now() };
    return { state: await db.transaction().execute((tx) => answerScanSignIn(tx, input)) };
  });
}

/** Outside WeChat nobody has scanned anything. */
async function requireWechatUser(db: Db, { sessionHash }: Caller): Promise<WechatUser> {
  const wechatUser = await readWechatUser(db, sessionHash);
  if (wechatUser === null) throw scanSignInNotFound();
  return wechatUser;
}

function nameProvince(code: string | null, language: 'zh' | 'en'): string | null {
  const province = provinces.find((known) => known.code === code);
  return province?.[language === 'zh' ? 'name' : 'english'] ?? null;
}
