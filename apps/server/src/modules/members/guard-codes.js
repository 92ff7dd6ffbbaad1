import { clientNetwork } from '../../platform/client-network.ts';
import { countUse, isAtLimit } from '../../platform/rate-limit.ts';
/**
 * Wrong SMS codes of one network. A number's own tries stop guessing at one number; this stops
 * guessing at many, and spoiling the codes of strangers. Wide, since a mobile network shares addresses.
 */
export const wrongCodeLimit = { name: 'binding-wrong:address', windowSeconds: 15 * 60, max: 100 };
/**
 * Does what an SMS code opens, unless the network has guessed too often; a refused code is counted
 * and thrown. Throws too_many_requests, sms_code_wrong, sms_code_expired.
 *
 * @param work opens its own transaction: what it wrote is committed before the refusal is thrown
 */
export async function guardCodes(tools, address, work) {
    const { db, clock } = tools;
    const network = clientNetwork(address);
    if (await isAtLimit(db, wrongCodeLimit, network, clock.now())) {
        await countUse(db, wrongCodeLimit, network, clock.now());
    }
    const done = await work();
    if (!isRefused(done))
        return done;
    await countUse(db, wrongCodeLimit, network, clock.now());
    throw done.refusal;
}
function isRefused(done) {
    return done.outcome === 'codeRefused';
}
