import type { ReplyOf } from '@mashang/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Caller, Route } from '../../platform/http.ts';
import type { Passwords } from '../../platform/passwords/index.ts';
import { smsLimits } from '../sms/index.ts';
import type { Sms } from '../sms/index.ts';
import { registerAddressRoutes } from './address-routes.ts';
import { bindMobile } from './bind-mobile.ts';
import { registerCentreRoutes } from './centre-routes.ts';
import { findMovedAway } from './find-moved-away.ts';
import type { MemberMaking } from './find-or-create-member.ts';
import { getOwnMember } from './get-own-member.ts';
import type { OwnMemberReaders } from './get-own-member.ts';
import { guardCodes } from './guard-codes.ts';
import { createMobileReader } from './mobile.ts';
import type { MobileReader } from './mobile.ts';
import { registerPasswordRoutes } from './password-routes.ts';
import { recordConsent } from './record-consent.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';
import { endSession, readWechatUser } from './sessions.ts';

export interface MemberRouteTools extends OwnMemberReaders {
  db: Db;
  clock: Clock;
  masterKey: Buffer;
  sms: Sms;
  /** Made once by app.ts: its gate bounds what all password hashes of the process may hold. */
  passwords: Passwords;
  /** Opens the points account, in the transaction that makes the member. */
  onMemberCreated: MemberMaking['onMemberCreated'];
  /** Whether cookies travel by https only: true when the public address is https. */
  secureCookies: boolean;
}

/** Everything a consumer does with their own account. */
export function registerMemberRoutes(route: Route, tools: MemberRouteTools): void {
  const withMobiles = { ...tools, mobiles: createMobileReader(tools.masterKey) };
  bindSession(route, tools);
  bindProof(route, withMobiles);
  registerPasswordRoutes(route, withMobiles);
  registerCentreRoutes(route, withMobiles);
  registerAddressRoutes(route, withMobiles);
}

function bindSession(route: Route, tools: MemberRouteTools): void {
  const { db } = tools;

  route('GET /api/session', async ({ caller }) => {
    if (caller.memberId === null) return await describeNobody(db, caller);
    const member = await getOwnMember(db, caller.memberId, tools);
    return {
      state: caller.passwordNeeded ? ('passwordNeeded' as const) : ('member' as const),
      member,
    };
  });

  route('POST /api/session/end', async ({ caller, reply }) => {
    const { sessionHash } = caller;
    if (sessionHash !== null) await db.transaction().execute((tx) => endSession(tx, sessionHash));
    clearSessionCookie(reply, tools);
    return {};
  });
}

/** A stranger, or a WeChat user without a number; whose number was moved is told since when. */
async function describeNobody(db: Db, caller: Caller): Promise<ReplyOf<'GET /api/session'>> {
  const wechatUser = caller.openId === null ? null : await readWechatUser(db, caller.sessionHash);
  if (wechatUser === null) return { state: 'anonymous', member: null };
  const movedAwayAt = await findMovedAway(db, wechatUser);
  const moved = movedAwayAt === null ? {} : { movedAwayAt: movedAwayAt.toISOString() };
  return { state: 'wechatUnbound', member: null, ...moved };
}

function bindProof(route: Route, tools: MemberRouteTools & { mobiles: MobileReader }): void {
  const { db, clock, sms, mobiles } = tools;

  route('POST /api/sms-codes', async ({ body, caller }) => {
    const recipient = mobiles.read(body.mobile);
    const reserved = await db.transaction().execute(async (tx) => {
      await recordConsent(tx, {
        mobileHash: recipient.hash,
        openId: caller.openId,
        agreedPolicyVersion: body.agreedPolicyVersion,
        address: caller.address,
        now: clock.now(),
      });
      return await sms.reserveCode(tx, { recipient, address: caller.address });
    });
    await sms.deliverCode(reserved);
    return { resendAfterSeconds: smsLimits.resendSeconds, validSeconds: smsLimits.validSeconds };
  });

  route('POST /api/bindings', async ({ body, caller, request, reply }) => {
    const input = {
      mobile: body.mobile,
      smsCode: body.smsCode,
      profile: body.profile ?? {},
      sessionHash: caller.sessionHash,
      inWechat: caller.openId !== null,
      movesWechat: body.moveWechat ?? false,
      userAgent: request.headers['user-agent'],
    };
    const binding = await guardCodes(tools, caller.address, () =>
      db.transaction().execute((tx) => bindMobile(tx, tools, input)),
    );
    setSessionCookie(reply, binding.session, tools);
    return {
      member: await getOwnMember(db, binding.memberId, tools),
      isNew: binding.isNew,
    };
  });
}
