import { repeat } from '../../../platform/repeat.ts';
const everyMs = 60_000;
/**
 * Fetches tokens and tickets before their end, so that nobody waits for one; every process tries, the
 * lease lets one of them. What only a person can mend raises an alarm of its own.
 *
 * @returns a function that stops it
 */
export function keepWechatFresh(options) {
    const { accounts, onError } = options;
    return repeat({
        work: async () => {
            const inForce = await accounts.current();
            await inForce?.client.keepFresh();
        },
        everyMs,
        onError,
    });
}
