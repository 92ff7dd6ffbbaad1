import { sql } from 'kysely';
import { batchLookups } from './batch-lookups.ts';
const batchMax = 1_000;
/**
 * Finds the member of a WeChat user; events that arrive together are answered by one query.
 *
 * @param readAppId of the account in force, asked for every query; nobody is known without one
 */
export function createMemberFinder(db, readAppId) {
    const lookUp = batchLookups({
        batchMax,
        load: async (openIds) => {
            const appId = await readAppId();
            if (appId === undefined)
                return new Map();
            const { rows } = await sql `/* often */
        select open_id, member_id from member_identity
        where app_id = ${appId} and open_id = any(${openIds}::text[])`.execute(db);
            return new Map(rows.map((row) => [row.openId, row.memberId]));
        },
    });
    return async (openId) => (await lookUp(openId)) ?? null;
}
