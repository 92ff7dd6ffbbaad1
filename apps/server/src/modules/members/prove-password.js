import { clientNetwork } from '../../platform/client-network.ts';
import { Refusal } from '../../platform/errors.ts';
import { countUse, forgetUses, isAtLimit } from '../../platform/rate-limit.ts';
import { loginFailed, loginLocked } from './errors.ts';
const windowSeconds = 15 * 60;
/** Tries at one number. It guards the password only: whoever is locked out still has SMS and WeChat. */
export const mobileLimit = { name: 'member-login:mobile', windowSeconds, max: 10 };
/** Failures of one network. Wide, since a mobile network shares addresses. */
export const addressLimit = { name: 'member-login:address', windowSeconds, max: 100 };
/** Failures of the whole installation: guessing from very many addresses at very many numbers. */
export const everybodyLimit = { name: 'member-login:everybody', windowSeconds: 60, max: 600 };
/**
 * Proves a password. Counts the try before it looks, so that attempts made at once cannot all slip
 * under the limit; the right password gives its tries back. A number nobody has, a member without a
 * password and a wrong password cost the same work and get the same answer.
 *
 * Throws login_failed, login_locked, busy.
 */
export async function provePassword(db, tools, input) {
    const now = tools.clock.now();
    const subject = input.mobile.hash.toString('hex');
    const network = clientNetwork(input.address);
    await refuseAtLimit(db, addressLimit, network, now);
    await refuseAtLimit(db, everybodyLimit, 'everybody', now);
    await countTry(db, mobileLimit, subject, now);
    const account = await db
        .selectFrom('member')
        .select(['memberId', 'passwordHash'])
        .where('mobileHash', '=', input.mobile.hash)
        .executeTakeFirst();
    const passwordHash = account?.passwordHash ?? null;
    const fits = await tools.passwords.verify(passwordHash, input.password);
    if (!fits || account === undefined || passwordHash === null) {
        await countTry(db, addressLimit, network, now);
        await countTry(db, everybodyLimit, 'everybody', now);
        throw loginFailed();
    }
    await forgetUses(db, mobileLimit, subject);
    return { memberId: account.memberId, passwordHash };
}
async function refuseAtLimit(db, limit, subject, now) {
    if (await isAtLimit(db, limit, subject, now))
        await countTry(db, limit, subject, now);
}
/** As `countUse`, in the words of a log-in. */
async function countTry(db, limit, subject, now) {
    try {
        await countUse(db, limit, subject, now);
    }
    catch (error) {
        throw error instanceof Refusal
            ? loginLocked(error.retryAfterSeconds ?? limit.windowSeconds)
            : error;
    }
}
