import { createHash } from 'node:crypto';
export const stateLifeMs = 10 * 60_000;
/** How long the result of a visit is told again to the browser that made it. */
const toldAgainMs = 60_000;
export async function rememberState(db, start) {
    const { state, browser, appId, returnPath, now } = start;
    await db
        .insertInto('oauthState')
        .values({
        stateHash: sha256(state),
        browserHash: sha256(browser),
        appId,
        returnPath,
        expiresAt: new Date(now.getTime() + stateLifeMs),
    })
        .execute();
}
/**
 * The path remembered with the state, for the one request that may spend the code; null when the state
 * is not this browser's, of another account, spent or expired.
 */
export async function takeState(db, visit, { appId, now }) {
    const taken = await db
        .updateTable('oauthState')
        .set({ codeHash: sha256(visit.code) })
        .where('stateHash', '=', sha256(visit.state))
        .where('browserHash', '=', sha256(visit.browser))
        .where('appId', '=', appId)
        .where('codeHash', 'is', null)
        .where('expiresAt', '>', now)
        .returning('returnPath')
        .executeTakeFirst();
    return taken?.returnPath ?? null;
}
export async function finishState(db, visit, result) {
    const { openId, failure, now } = result;
    await db
        .updateTable('oauthState')
        .set({ openId, failure, finishedAt: now })
        .where('stateHash', '=', sha256(visit.state))
        .execute();
}
/** The same visit, by the same browser with the same state and code, a moment ago; null otherwise. */
export async function findFormerVisit(db, visit, { appId, now }) {
    const row = await db
        .selectFrom('oauthState')
        .select(['returnPath', 'openId', 'failure', 'finishedAt'])
        .where('stateHash', '=', sha256(visit.state))
        .where('browserHash', '=', sha256(visit.browser))
        .where('codeHash', '=', sha256(visit.code))
        .where('appId', '=', appId)
        .executeTakeFirst();
    if (!row)
        return null;
    const { finishedAt, failure } = row;
    if (finishedAt && now.getTime() - finishedAt.getTime() > toldAgainMs)
        return null;
    return { ...row, failure: failure };
}
function sha256(text) {
    return createHash('sha256').update(text).digest();
}
