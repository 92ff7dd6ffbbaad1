import { sql } from 'kysely';
const pauseMs = 60_000;
/**
 * Keeps when the platform last told us who somebody is, for the check list: at most one write a minute
 * and process. A sign-in does not fail for it.
 */
export function createSignInRecorder(dependencies) {
    const { db, clock, onError } = dependencies;
    let written;
    return async (appId) => {
        const now = clock.now();
        const isKnown = written?.appId === appId && now.getTime() - written.atMs < pauseMs;
        if (isKnown)
            return;
        written = { appId, atMs: now.getTime() };
        try {
            await sql `
        insert into wechat_account_fact as known (app_id, last_sign_in_at)
        values (${appId}, ${now})
        on conflict (app_id) do update
          set last_sign_in_at = greatest(known.last_sign_in_at, excluded.last_sign_in_at)`.execute(db);
        }
        catch (error) {
            onError(error);
        }
    };
}
