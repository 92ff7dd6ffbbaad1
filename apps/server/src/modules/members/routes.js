import { smsLimits } from '../sms/index.ts';
import { registerAddressRoutes } from './address-routes.ts';
import { bindMobile } from './bind-mobile.ts';
import { registerCentreRoutes } from './centre-routes.ts';
import { findMovedAway } from './find-moved-away.ts';
import { getOwnMember } from './get-own-member.ts';
import { guardCodes } from './guard-codes.ts';
import { createMobileReader } from './mobile.ts';
import { registerPasswordRoutes } from './password-routes.ts';
import { recordConsent } from './record-consent.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';
import { endSession, readWechatUser } from './sessions.ts';
/** Everything a consumer does with their own account. */
export function registerMemberRoutes(route, tools) {
    const withMobiles = { ...tools, mobiles: createMobileReader(tools.masterKey) };
    bindSession(route, tools);
    bindProof(route, withMobiles);
    registerPasswordRoutes(route, withMobiles);
    registerCentreRoutes(route, withMobiles);
    registerAddressRoutes(route, withMobiles);
}
function bindSession(route, tools) {
    const { db } = tools;
    route('GET /api/session', async ({ caller }) => {
        if (caller.memberId === null)
            return await describeNobody(db, caller);
        const member = await getOwnMember(db, caller.memberId, tools);
        return {
            state: caller.passwordNeeded ? 'passwordNeeded' : 'member',
            member,
        };
    });
    route('POST /api/session/end', async ({ caller, reply }) => {
        const { sessionHash } = caller;
        if (sessionHash !== null)
            await db.transaction().execute((tx) => endSession(tx, sessionHash));
        clearSessionCookie(reply, tools);
        return {};
    });
}
/** A stranger, or a WeChat user without a number; whose number was moved is told since when. */
async function describeNobody(db, caller) {
    const wechatUser = caller.openId === null ? null : await readWechatUser(db, caller.sessionHash);
    if (wechatUser === null)
        return { state: 'anonymous', member: null };
    const movedAwayAt = await findMovedAway(db, wechatUser);
    const moved = movedAwayAt === null ? {} : { movedAwayAt: movedAwayAt.toISOString() };
    return { state: 'wechatUnbound', member: null, ...moved };
}
function bindProof(route, tools) {
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
        const binding = await guardCodes(tools, caller.address, () => db.transaction().execute((tx) => bindMobile(tx, tools, input)));
        setSessionCookie(reply, binding.session, tools);
        return {
            member: await getOwnMember(db, binding.memberId, tools),
            isNew: binding.isNew,
        };
    });
}
