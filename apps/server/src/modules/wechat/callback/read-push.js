import { readCallback } from '@mashang/wechat';
import { bindSignature } from './bind-signature.ts';
import { createAddressJudge } from './callback-addresses.ts';
/** What the signature says comes first, then the address, then whether the signature was used before. */
export function createPushReader(options) {
  const { db, clock } = options;
  const judgeAddress = createAddressJudge(options);
  return async ({ query, body, address }, inForce) => {
    const { account } = inForce;
    const now = clock.now();
    const call = readCallback({ config: callbackConfigOf(account), query, body, now });
    if (call.kind === 'refused') return call;
    if (account.onlyCallbackIps && (await judgeAddress(inForce, address)) === false) {
      return { kind: 'refused', status: 403, reason: 'address' };
    }
    const { appId, messageMode } = account;
    if (messageMode === 'plain' && !(await bindSignature(db, { appId, query, body, now }))) {
      return { kind: 'refused', status: 403, reason: 'signature of another message' };
    }
    return call;
  };
}
/** By what the account says, never by what a request does. */
export function callbackConfigOf(account) {
  const { appId, token, encodingAesKeys, messageMode } = account;
  return { mode: messageMode, appId, token, encodingAesKey: encodingAesKeys };
}
