const pauseMs = 60_000;
/**
 * Turns calls the platform refused for what only a person can mend into an alarm with the remedy: one
 * an error code, however many calls fail. Each process writes at most once a minute and code; what
 * came between is counted with the next.
 */
export function createTroubleReporter(dependencies) {
    const { db, clock, raiseAlarms, onError } = dependencies;
    const reports = new Map();
    return (error) => {
        const { errcode, endpoint, callerIp } = error;
        const now = clock.now();
        const before = reports.get(errcode);
        const isTooSoon = before && Math.abs(now.getTime() - before.writtenMs) < pauseMs;
        const times = (before?.untold ?? 0) + 1;
        if (isTooSoon) {
            before.untold = times;
            return;
        }
        reports.set(errcode, { writtenMs: now.getTime(), untold: 0 });
        const signal = {
            kind: 'wechatTrouble',
            subject: `errcode:${errcode}`,
            times,
            details: { errcode, endpoint, ...(callerIp === null ? {} : { ip: callerIp }) },
        };
        db.transaction()
            .execute((tx) => raiseAlarms(tx, [signal], now))
            .catch(onError);
    };
}
