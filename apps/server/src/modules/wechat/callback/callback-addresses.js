import { isAddressAmong } from '@mashang/wechat';
/** How long a list is believed. */
const knownMaxMs = 60 * 60 * 1000;
/** An address that is not in it may be a new one: then it is asked for again, but no oftener. */
const askPauseMs = 60_000;
/** A message has to be answered: it does not wait for the list longer. */
const patienceMs = 1_000;
/** More addresses than the platform has; whoever asks with more costs a look-up each. */
const verdictsMax = 10_000;
/**
 * Knows from where the platform pushes (getcallbackip). A second line of defence behind the signature:
 * when the list cannot be had, the signature alone decides.
 */
export function createAddressJudge(options) {
  const { clock, onError } = options;
  let known = nothingOf('');
  function ask(one, { client }) {
    one.askedMs = clock.now().getTime();
    return client
      .getCallbackIps()
      .then((addresses) => {
        Object.assign(one, { addresses, verdicts: new Map(), readMs: clock.now().getTime() });
      })
      .catch(onError)
      .finally(() => {
        one.asking = null;
      });
  }
  return async (inForce, address) => {
    const { appId } = inForce.account;
    if (known.appId !== appId) known = nothingOf(appId);
    const one = known;
    const nowMs = clock.now().getTime();
    const isFresh = () => nowMs - one.readMs < knownMaxMs;
    if (isFresh() && isAmong(one, address)) return true;
    if (nowMs - one.askedMs >= askPauseMs) one.asking ??= ask(one, inForce);
    if (one.asking) await withPatience(one.asking);
    return isFresh() ? isAmong(one, address) : null;
  };
}
function nothingOf(appId) {
  const [askedMs, readMs] = [-Infinity, -Infinity];
  return { appId, askedMs, readMs, addresses: [], verdicts: new Map(), asking: null };
}
function isAmong({ addresses, verdicts }, address) {
  const verdict = verdicts.get(address) ?? isAddressAmong(addresses, address);
  if (verdicts.size < verdictsMax) verdicts.set(address, verdict);
  return verdict;
}
async function withPatience(work) {
  let timer;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
