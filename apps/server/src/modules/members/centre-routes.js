import { smsLimits } from '../sms/index.ts';
import { changeMobile } from './change-mobile.ts';
import { getOwnMember } from './get-own-member.ts';
import { guardCodes } from './guard-codes.ts';
import { endOwnSessions, listOwnSessions } from './own-sessions.ts';
import { readOwnMobile } from './read-own-mobile.ts';
import { updateOwnProfile } from './update-own-profile.ts';
/** 修改资料, change of mobile, and where the account is signed in. */
export function registerCentreRoutes(route, tools) {
    const { db, clock, sms, mobiles } = tools;
    route('PUT /api/me/profile', async ({ body, caller }) => {
        const { memberId } = caller;
        await db.transaction().execute((tx) => updateOwnProfile(tx, memberId, body));
        return { member: await getOwnMember(db, memberId, tools) };
    });
    // The consent to send to this number is on record since it was proven.
    route('POST /api/me/sms-codes', async ({ caller }) => {
        const recipient = await readOwnMobile(db, mobiles, caller.memberId);
        const asked = { recipient, address: caller.address };
        const reserved = await db.transaction().execute((tx) => sms.reserveCode(tx, asked));
        await sms.deliverCode(reserved);
        return { resendAfterSeconds: smsLimits.resendSeconds, validSeconds: smsLimits.validSeconds };
    });
    route('POST /api/me/mobile', async ({ body, caller }) => {
        const { memberId } = caller;
        await guardCodes(tools, caller.address, () => db.transaction().execute((tx) => changeMobile(tx, tools, { memberId, ...body })));
        return { member: await getOwnMember(db, memberId, tools) };
    });
    route('GET /api/me/sessions', async ({ caller }) => {
        const { memberId, sessionHash, language } = caller;
        const input = { memberId, sessionHash, language, now: clock.now() };
        return { sessions: await listOwnSessions(db, input) };
    });
    route('POST /api/me/sessions/end', async ({ body, caller }) => {
        const { memberId, sessionHash } = caller;
        const input = { memberId, sessionHash, sessionId: body.sessionId };
        return { ended: await db.transaction().execute((tx) => endOwnSessions(tx, input)) };
    });
}
