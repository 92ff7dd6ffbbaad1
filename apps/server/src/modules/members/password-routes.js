import { changeOwnPassword, preparePasswordChange } from './change-own-password.ts';
import { getOwnMember } from './get-own-member.ts';
import { guardCodes } from './guard-codes.ts';
import { provePassword } from './prove-password.ts';
import { preparePasswordReset, resetPassword } from './reset-password.ts';
import { setSessionCookie } from './session-cookie.ts';
import { signIn } from './sign-in.ts';
/** Signing in by password, choosing one, and a forgotten one. */
export function registerPasswordRoutes(route, tools) {
    const { db, mobiles } = tools;
    route('POST /api/logins', async ({ body, caller, request, reply }) => {
        const mobile = mobiles.read(body.mobile);
        const { address, sessionHash } = caller;
        const proven = await provePassword(db, tools, { mobile, password: body.password, address });
        const input = { proven, sessionHash, userAgent: request.headers['user-agent'] };
        const session = await db.transaction().execute((tx) => signIn(tx, tools, input));
        setSessionCookie(reply, session, tools);
        return { member: await getOwnMember(db, proven.memberId, tools) };
    });
    route('POST /api/password-resets', async ({ body, caller, request, reply }) => {
        const { sessionHash } = caller;
        const userAgent = request.headers['user-agent'];
        const done = await guardCodes(tools, caller.address, async () => {
            const reset = await preparePasswordReset(db, tools, body);
            if (reset.outcome === 'codeRefused')
                return reset;
            const input = { reset, sessionHash, userAgent };
            return await db.transaction().execute((tx) => resetPassword(tx, tools, input));
        });
        setSessionCookie(reply, done.session, tools);
        return { member: await getOwnMember(db, done.memberId, tools) };
    });
    route('POST /api/me/password', async ({ body, caller, request, reply }) => {
        const { memberId, sessionHash } = caller;
        const change = await preparePasswordChange(db, tools, { memberId, ...body });
        const input = { change, sessionHash, userAgent: request.headers['user-agent'] };
        const session = await db.transaction().execute((tx) => changeOwnPassword(tx, tools, input));
        setSessionCookie(reply, session, tools);
        return { member: await getOwnMember(db, memberId, tools) };
    });
}
