import { randomBytes } from 'node:crypto';
import { nowMs } from '../context.ts';
import { PlatformError } from './platform-error.ts';
const tokenLifeSeconds = 7200;
/** In its last five minutes a token is renewed, and the old one still works that long. */
const overlapSeconds = 300;
const forcedRefreshesPerDayMax = 20;
const forcedRefreshPauseMs = 30_000;
const dayMs = 86_400_000;
/**
 * `POST /cgi-bin/stable_token`: the same token while it has more than five minutes left; with
 * `forceRefresh` a new one, which ends the last at once (20 a day, 30 s apart).
 */
export function issueStableToken(context, forceRefresh) {
    const now = nowMs(context);
    const current = latest(context, 'stable');
    if (forceRefresh) {
        countForcedRefresh(context, now);
        if (current)
            revokeAt(current, now);
        return issue(context, 'stable', now);
    }
    if (current && !current.revoked && current.validUntil - now > overlapSeconds * 1000) {
        return answer(current, now);
    }
    return issue(context, 'stable', now);
}
/** `GET /cgi-bin/token`: always a new token; the one before it works five more minutes. */
export function issuePlainToken(context) {
    const now = nowMs(context);
    const current = latest(context, 'plain');
    if (current)
        revokeAt(current, now + overlapSeconds * 1000);
    return issue(context, 'plain', now);
}
/** Throws 41001, 40014, 42001 or 40001 unless the token works now. */
export function checkAccessToken(context, value) {
    if (typeof value !== 'string' || value === '') {
        throw new PlatformError(41001, 'access_token missing');
    }
    if (!/^[\w-]{20,512}$/.test(value))
        throw new PlatformError(40014, 'invalid access_token');
    const token = context.state.accessTokens.find((known) => known.value === value);
    if (token && token.validUntil > nowMs(context))
        return;
    if (token && !token.revoked)
        throw new PlatformError(42001, 'access_token expired');
    throw new PlatformError(40001, 'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken');
}
/** `GET /cgi-bin/ticket/getticket`: one ticket for everybody, renewed in its last five minutes. */
export function issueTicket(context) {
    const now = nowMs(context);
    let ticket = context.state.ticket;
    if (!ticket || ticket.validUntil - now <= overlapSeconds * 1000) {
        ticket = { value: `T-${secret(42)}`, validUntil: now + tokenLifeSeconds * 1000 };
        context.state.ticket = ticket;
        context.store.save();
    }
    return { ticket: ticket.value, expires_in: secondsLeft(ticket.validUntil, now) };
}
/** For tests: every access token is too old from now on (42001). */
export function expireAccessTokens(context) {
    for (const token of context.state.accessTokens) {
        token.validUntil = Math.min(token.validUntil, nowMs(context));
    }
    context.store.save();
}
/** For tests: every access token is ended as by a newer one (40001). */
export function revokeAccessTokens(context) {
    for (const token of context.state.accessTokens)
        revokeAt(token, nowMs(context));
    context.store.save();
}
/** For tests: the next `getticket` gives a new ticket, and signatures made with the old one fail. */
export function expireTicket(context) {
    context.state.ticket = null;
    context.store.save();
}
function latest(context, family) {
    return context.state.accessTokens.findLast((token) => token.family === family);
}
function issue(context, family, now) {
    const validUntil = now + tokenLifeSeconds * 1000;
    const token = { value: secret(102), family, validUntil, revoked: false };
    const kept = context.state.accessTokens.filter((known) => known.validUntil > now - dayMs);
    context.state.accessTokens = [...kept.slice(-50), token];
    context.store.save();
    return answer(token, now);
}
function answer(token, now) {
    return { access_token: token.value, expires_in: secondsLeft(token.validUntil, now) };
}
function secondsLeft(validUntil, now) {
    return Math.ceil((validUntil - now) / 1000);
}
function revokeAt(token, time) {
    if (token.validUntil <= time)
        return;
    token.validUntil = time;
    token.revoked = true;
}
function countForcedRefresh(context, now) {
    const recent = context.state.forcedRefreshesAt.filter((at) => at > now - dayMs);
    if (recent.length >= forcedRefreshesPerDayMax) {
        throw new PlatformError(45009, 'reach max api daily quota limit');
    }
    if (recent.some((at) => at > now - forcedRefreshPauseMs)) {
        throw new PlatformError(45011, 'api minute-quota reach limit  must slower  retry next minute');
    }
    context.state.forcedRefreshesAt = [...recent, now];
}
function secret(bytes) {
    return randomBytes(bytes).toString('base64url');
}
