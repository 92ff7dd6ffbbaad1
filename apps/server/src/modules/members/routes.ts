import { clientNetwork } from '../../platform/client-network.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { countUse, isAtLimit } from '../../platform/rate-limit.ts';
import { smsLimits } from '../sms/index.ts';
import type { Sms } from '../sms/index.ts';
import { bindMobile } from './bind-mobile.ts';
import { getOwnMember } from './get-own-member.ts';
import { createMobileReader } from './mobile.ts';
import { recordConsent } from './record-consent.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';
import { endSession } from './sessions.ts';

export interface MemberRouteTools {
  db: Db;
  clock: Clock;
  masterKey: Buffer;
  sms: Sms;
  /** Opens the points account, in the transaction that makes the member. */
  onMemberCreated: (tx: Tx, memberId: number) => Promise<void>;
  readBalance: (db: Db, memberId: number) => Promise<number>;
  /** Whether cookies travel by https only: true when the public address is https. */
  secureCookies: boolean;
}

/**
 * Wrong SMS codes of one network. A number's own tries stop guessing at one number; this stops
 * guessing at many, and spoiling the codes of strangers. Wide, since a mobile network shares addresses.
 */
export const wrongCodeLimit = { name: 'binding-wrong:address', windowSeconds: 15 * 60, max: 100 };

export function registerMemberRoutes(route: Route, tools: MemberRouteTools): void {
  const { db, clock, sms, readBalance, onMemberCreated } = tools;
  const mobiles = createMobileReader(tools.masterKey);

  route('GET /api/session', async ({ caller }) => {
    if (caller.memberId !== null) {
      const member = await getOwnMember(db, caller.memberId, readBalance);
      return { state: 'member' as const, member };
    }
    const state = caller.openId === null ? ('anonymous' as const) : ('wechatUnbound' as const);
    return { state, member: null };
  });

  route('POST /api/session/end', async ({ caller, reply }) => {
    const { sessionHash } = caller;
    if (sessionHash !== null) await db.transaction().execute((tx) => endSession(tx, sessionHash));
    clearSessionCookie(reply, tools);
    return {};
  });

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

  route('POST /api/bindings', async ({ body, caller, reply }) => {
    const network = clientNetwork(caller.address);
    if (await isAtLimit(db, wrongCodeLimit, network, clock.now())) {
      await countUse(db, wrongCodeLimit, network, clock.now());
    }
    const binding = await db.transaction().execute((tx) =>
      bindMobile(
        tx,
        { clock, mobiles, sms, onMemberCreated },
        {
          mobile: body.mobile,
          smsCode: body.smsCode,
          profile: body.profile ?? {},
          sessionHash: caller.sessionHash,
        },
      ),
    );
    // Thrown here, after the commit: the wrong try has been counted.
    if (binding.outcome === 'codeRefused') {
      await countUse(db, wrongCodeLimit, network, clock.now());
      throw binding.refusal;
    }
    setSessionCookie(reply, binding.session, tools);
    return {
      member: await getOwnMember(db, binding.memberId, readBalance),
      isNew: binding.isNew,
    };
  });
}
