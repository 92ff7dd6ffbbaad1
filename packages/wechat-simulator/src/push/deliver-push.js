import { randomInt } from 'node:crypto';
import { nextNumber, nowMs } from '../context.ts';
import { createUser } from '../state-store.ts';
import { formatPush, isFromPlatform } from './event-xml.ts';
import { isForgery, letOvertakenGo, takePushFault, waitForTurn } from './push-faults.ts';
import { readReply, ReplyError } from './read-reply.ts';
import { signPush } from './sign-push.ts';
const pushesKeptMax = 500;
/**
 * Tells the account about an event: 5 s for an answer, three tries in all after a timeout, a broken
 * connection or a status other than 200. An answer that makes no sense is not asked for again.
 * Never throws: the record says what happened.
 */
export async function deliverPush(context, user, event) {
    const fault = takePushFault(context, event);
    const record = openRecord(context, user, event, fault);
    await waitForTurn(context, fault);
    await tryAll(context, record, fault);
    if (fault?.kind !== 'out of order')
        letOvertakenGo(context);
    if (record.outcome === 'under way')
        record.outcome = 'unavailable';
    if (fault?.kind === 'replay' && record.sent)
        await replayPush(context, record);
    return record;
}
/** Sends the bytes of a former push once more, or its address with another body. */
export async function replayPush(context, record, body) {
    if (!record.sent)
        throw new RangeError(`Push ${record.number} was never sent.`);
    const { url, body: own } = record.sent;
    return await send(context, record, { url, body: body ?? own });
}
async function tryAll(context, record, fault) {
    const kind = fault?.kind;
    const triesMax = isForgery(kind) ? 1 : context.options.pushTriesMax;
    for (let number = 1; number <= triesMax; number += 1) {
        if (context.closing.signal.aborted)
            return;
        if (number === 1 || context.settings.resignRetries)
            sign(context, record);
        const { sent } = record;
        if (!sent)
            return;
        const copies = number === 1 && kind === 'duplicate' ? (fault?.copies ?? 2) : 1;
        const attempts = await Promise.all(Array.from({ length: copies }, () => send(context, record, sent)));
        if (number === 1 && kind === 'lost answer') {
            for (const attempt of attempts)
                attempt.problem ??= 'answer lost';
            continue;
        }
        const answered = attempts.find(({ status }) => status === 200);
        if (answered) {
            record.reply = answered.reply;
            record.outcome = outcomeOf(answered);
            return;
        }
    }
}
function outcomeOf({ reply }) {
    if (!reply)
        return 'unavailable';
    return reply.kind === 'silent' ? 'silent' : 'replied';
}
function openRecord(context, user, event, fault) {
    const { appId, originalId } = context.options;
    const sender = isFromPlatform(event)
        ? createUser(appId, 'the platform itself', '', false).openId
        : user.openId;
    const header = {
        toUserName: originalId,
        fromUserName: sender,
        createTime: Math.floor(nowMs(context) / 1000),
        // Beyond 2^53, as real ones are.
        messageId: `24${String(nowMs(context)).slice(-9)}${randomInt(10_000_000, 99_999_999)}`,
        appId,
        openId: user.openId,
    };
    const record = {
        number: nextNumber(context),
        userId: user.id,
        openId: user.openId,
        sender,
        event,
        xml: formatPush(header, event),
        fault: fault?.kind ?? null,
        sent: null,
        attempts: [],
        outcome: 'under way',
        reply: null,
    };
    context.pushes.push(record);
    context.pushes.splice(0, context.pushes.length - pushesKeptMax);
    return record;
}
function sign(context, record) {
    const { sender, xml, fault } = record;
    const forgery = fault !== null && isForgery(fault) ? fault : null;
    record.sent = signPush(context, { sender, xml, forgery });
}
async function send(context, record, signed) {
    const startedAt = performance.now();
    const attempt = {
        at: nowMs(context),
        durationMs: 0,
        status: null,
        problem: null,
        reply: null,
    };
    record.attempts.push(attempt);
    const timeout = AbortSignal.timeout(context.options.pushTimeoutMs);
    try {
        const response = await fetch(signed.url, {
            method: 'POST',
            body: signed.body,
            headers: { 'content-type': 'text/xml', 'user-agent': 'Mozilla/4.0' },
            redirect: 'manual',
            signal: AbortSignal.any([timeout, context.closing.signal]),
        });
        const body = await response.text();
        attempt.status = response.status;
        if (response.status === 200)
            attempt.reply = readReply(context, record.sender, body);
        else
            attempt.problem = `status ${response.status}`;
    }
    catch (error) {
        attempt.problem = problemOf(error, timeout.aborted);
    }
    finally {
        attempt.durationMs = Math.round(performance.now() - startedAt);
    }
    return attempt;
}
function problemOf(error, isTimeout) {
    if (error instanceof ReplyError)
        return error.message;
    return isTimeout ? 'timeout' : `no answer (${reasonOf(error)})`;
}
function reasonOf(error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof Error && 'code' in cause)
        return String(cause.code);
    return error instanceof Error ? error.message : 'unknown';
}
