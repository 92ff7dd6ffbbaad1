import { sql } from 'kysely';
import { textArray } from '../../platform/number-array.ts';
import { batchLookups } from './batch-lookups.ts';
import { memberCookie } from './session-cookie.ts';
import { hashSessionToken, isSessionToken } from './sessions.ts';
/** Sessions asked for in one query at most. */
const batchMax = 1_000;
/** Requests that arrive together are answered by one query; looking up writes nothing. */
export function createMemberAuthenticator(tools) {
    const lookUp = batchLookups({
        batchMax,
        load: (tokenHashes) => loadSessions(tools, tokenHashes),
    });
    return async (request) => {
        const token = request.cookies[memberCookie];
        if (!isSessionToken(token))
            return null;
        const sessionHash = hashSessionToken(token);
        const session = await lookUp(sessionHash.toString('hex'));
        if (session === undefined)
            return null;
        const { memberId, openId, passwordNeeded } = session;
        return { memberId, openId, passwordNeeded, sessionHash };
    };
}
/**
 * A session that knows only a WeChat user counts as the member that user is bound to by now: the
 * binding may have happened on another device.
 */
async function loadSessions({ db, clock }, tokenHashes) {
    const bytes = textArray(tokenHashes.map((hash) => `\\x${hash}`));
    const { rows } = await sql `/* often */
    select
      encode(member_session.token_hash, 'hex') as hash,
      coalesce(member_session.member_id, (
        select member_identity.member_id from member_identity
        where member_identity.app_id = member_session.app_id
          and member_identity.open_id = member_session.open_id
      )) as member_id,
      member_session.open_id,
      member_session.password_needed
    from member_session
    where member_session.token_hash = any(${bytes}::bytea[])
      and member_session.expires_at > ${clock.now()}`.execute(db);
    return new Map(rows.map((row) => [row.hash, row]));
}
