import { setTimeout as sleep } from 'node:timers/promises';
import { WechatError } from '@mashang/wechat';
import { failedHome, withFailure } from './come-back.ts';
import { findFormerVisit, finishState, takeState } from './oauth-states.ts';
/** An exchange ends sooner; a process that was killed in the middle never ends it. */
const waitMaxMs = 8_000;
const pauseMaxMs = 250;
/**
 * Who the browser is that came back with a code. State and code work once, but some phones call back
 * twice with the same ones, perhaps to another process: one request spends the code, the others of that
 * browser wait for it and get the same answer.
 */
export async function finishVisit(dependencies, visit) {
    const { db, clock, accounts } = dependencies;
    const inForce = await accounts.current();
    if (!inForce)
        return { returnPath: failedHome, user: null, failure: 'no account' };
    const { appId } = inForce.account;
    const returnPath = await takeState(db, visit, { appId, now: clock.now() });
    if (returnPath === null)
        return await awaitFormerVisit(dependencies, visit, appId);
    const result = await exchangeCode(inForce.client, visit.code);
    await finishState(db, visit, { ...result, now: clock.now() });
    return resultOf({ returnPath, appId, ...result });
}
async function exchangeCode(client, code) {
    try {
        const { openId, isSnapshotUser } = await client.exchangeOAuthCode(code);
        // A snapshot page shows a made-up identity; points on it would be lost.
        if (isSnapshotUser)
            return { openId: null, failure: 'snapshot', detail: 'snapshot' };
        return { openId, failure: null, detail: null };
    }
    catch (error) {
        if (!(error instanceof WechatError))
            throw error;
        return { openId: null, failure: 'failed', detail: `${error.endpoint} ${error.errcode}` };
    }
}
async function awaitFormerVisit({ db, clock }, visit, appId) {
    const startedMs = performance.now();
    for (let pauseMs = 20;; pauseMs = Math.min(2 * pauseMs, pauseMaxMs)) {
        const former = await findFormerVisit(db, visit, { appId, now: clock.now() });
        if (!former)
            return { returnPath: failedHome, user: null, failure: 'state' };
        if (former.finishedAt)
            return resultOf({ ...former, appId, detail: former.failure });
        if (performance.now() - startedMs > waitMaxMs) {
            return resultOf({ ...former, appId, failure: 'failed', detail: 'the first try never ended' });
        }
        await sleep(pauseMs);
    }
}
function resultOf(end) {
    const { openId, failure, detail, returnPath, appId } = end;
    if (openId !== null)
        return { returnPath, user: { appId, openId }, failure: null };
    return { returnPath: withFailure(returnPath, failure ?? 'failed'), user: null, failure: detail };
}
