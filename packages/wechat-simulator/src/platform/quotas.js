import { nowMs } from '../context.ts';
import { PlatformError } from './platform-error.ts';
const minuteMs = 60_000;
const beijingOffsetMs = 8 * 60 * 60 * 1000;
const clearsPerMonthMax = 10;
/**
 * As the pages on call limits and on the calls themselves say (`stable_token`, `token`, `menu`,
 * `template/send`, code exchange); those of `qrcode/create`, `user/info`, `bizsend` and
 * `custom/send` are recalled. The limits of a new account are meant, before it is verified.
 */
export const documentedQuotas = {
    '/cgi-bin/token': { daily: 2000 },
    '/cgi-bin/stable_token': { daily: 500_000, perMinute: 10_000 },
    '/cgi-bin/ticket/getticket': { daily: 1_000_000 },
    '/cgi-bin/getcallbackip': {},
    '/cgi-bin/menu/create': { daily: 1000 },
    '/cgi-bin/menu/get': { daily: 10_000 },
    '/cgi-bin/menu/delete': { daily: 1000 },
    '/cgi-bin/message/custom/send': { daily: 500_000 },
    '/cgi-bin/message/template/send': { daily: 100_000 },
    '/cgi-bin/message/subscribe/bizsend': { daily: 100_000 },
    '/cgi-bin/template/get_all_private_template': {},
    '/wxaapi/newtmpl/gettemplate': {},
    '/cgi-bin/qrcode/create': { daily: 100_000 },
    '/cgi-bin/user/info': { daily: 500_000 },
    '/cgi-bin/openapi/quota/get': {},
    '/intp/marketcode/applycode': {},
    '/intp/marketcode/applycodequery': {},
    '/intp/marketcode/applycodedownload': {},
    '/intp/marketcode/codeactive': {},
    '/intp/marketcode/codeactivequery': {},
    '/sns/oauth2/access_token': { perMinute: 50_000 },
};
/** Counts a call, or throws 45009 (day) or 45011 (minute) when there were too many. */
export function countCall(context, path) {
    const quota = quotaOf(context, path);
    const minute = thisMinute(context, path);
    if (quota.daily !== undefined && usedToday(context, path) >= quota.daily) {
        throw new PlatformError(45009, 'reach max api daily quota limit');
    }
    if (quota.perMinute !== undefined && minute.calls >= quota.perMinute) {
        throw new PlatformError(45011, 'api minute-quota reach limit  must slower  retry next minute');
    }
    minute.calls += 1;
    const today = todaysCalls(context);
    // Written down with the next change of something else; a file a call would be too much.
    today.used[path] = (today.used[path] ?? 0) + 1;
}
/** What `openapi/quota/get` says; throws 76003, 76022 or 76021. */
export function describeQuota(context, path) {
    if (typeof path !== 'string' || !path.startsWith('/')) {
        throw new PlatformError(76003, 'not a valid cgi_path');
    }
    if (path.startsWith('/sns/'))
        throw new PlatformError(76022, 'could not use this cgi_path');
    if (!(path in documentedQuotas) && !(path in context.settings.quotas)) {
        throw new PlatformError(76021, 'cgi_path not found, please check');
    }
    const { daily = 0, perMinute } = quotaOf(context, path);
    const used = usedToday(context, path);
    return {
        quota: { daily_limit: daily, used, remain: Math.max(0, daily - used) },
        ...(perMinute === undefined
            ? {}
            : { rate_limit: { call_count: perMinute, refresh_second: minuteMs / 1000 } }),
    };
}
/** `clear_quota`: all counts of today, ten times a month; then 48006. */
export function clearQuotas(context) {
    const { quota } = context.state;
    const month = dayOf(nowMs(context)).slice(0, 7);
    const thisMonth = quota.clearedOn.filter((day) => day.startsWith(month));
    if (thisMonth.length >= clearsPerMonthMax) {
        throw new PlatformError(48006, 'forbid to clear quota because of reaching the limit');
    }
    quota.clearedOn = [...thisMonth, dayOf(nowMs(context))];
    quota.used = {};
    context.minuteCalls.clear();
    context.store.save();
}
/** For tests: nothing was called today, and clearing costs nothing. */
export function resetQuotas(context) {
    context.state.quota = { day: '', used: {}, clearedOn: [] };
    context.minuteCalls.clear();
    context.store.save();
}
function quotaOf(context, path) {
    return context.settings.quotas[path] ?? documentedQuotas[path] ?? {};
}
function usedToday(context, path) {
    return todaysCalls(context).used[path] ?? 0;
}
function todaysCalls(context) {
    const { quota } = context.state;
    const today = dayOf(nowMs(context));
    if (quota.day !== today) {
        quota.day = today;
        quota.used = {};
    }
    return quota;
}
/** The platform asks to "retry next minute": minutes of the clock, as far as one can tell. */
function thisMinute(context, path) {
    const minute = Math.floor(nowMs(context) / minuteMs);
    let counted = context.minuteCalls.get(path);
    if (counted?.minute !== minute) {
        counted = { minute, calls: 0 };
        context.minuteCalls.set(path, counted);
    }
    return counted;
}
/** `2026-11-23`, in Beijing. */
function dayOf(now) {
    return new Date(now + beijingOffsetMs).toISOString().slice(0, 10);
}
