import { sql } from 'kysely';
import { describeDevice } from './describe-device.ts';
import { endSessionsOfMember, sessionHashesOf } from './sessions.ts';
/** More than anybody keeps apart; ending "every one but this" ends those beyond too. */
const shownMax = 100;
/** Where a member is signed in: this session first, then the newest. */
export async function listOwnSessions(db, input) {
    const { memberId, sessionHash, now, language } = input;
    const rows = await db
        .selectFrom('memberSession')
        .select(['tokenHash', 'userAgent', 'openId', 'createdAt', 'expiresAt'])
        .where('tokenHash', 'in', sql `(${sessionHashesOf(memberId)})`)
        .where('expiresAt', '>', now)
        .orderBy(sql `token_hash is not distinct from ${sessionHash}`, 'desc')
        .orderBy('createdAt', 'desc')
        .orderBy('tokenHash')
        .limit(shownMax)
        .execute();
    return rows.map((row) => ({
        // A hash of 256 random bits: it names a session and opens none.
        sessionId: row.tokenHash.toString('hex'),
        device: describeDevice(row.userAgent, language),
        inWechat: row.openId !== null,
        isCurrent: sessionHash !== null && row.tokenHash.equals(sessionHash),
        createdAt: row.createdAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
    }));
}
/**
 * Ends one session of a member, or, without a number, every one but this; how many. The number of
 * another member's session, or of none, ends nothing.
 */
export async function endOwnSessions(tx, input) {
    const { memberId, sessionId, sessionHash } = input;
    await tx
        .selectFrom('member')
        .select('memberId')
        .where('memberId', '=', memberId)
        .forUpdate()
        .executeTakeFirst();
    if (sessionId === undefined) {
        return await endSessionsOfMember(tx, memberId, { butNot: sessionHash });
    }
    if (!/^[0-9a-f]{64}$/.test(sessionId))
        return 0;
    return await endSessionsOfMember(tx, memberId, { only: Buffer.from(sessionId, 'hex') });
}
