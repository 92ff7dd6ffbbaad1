import { readCallback } from '@mashang/wechat';
import type { CallbackConfig, CallbackOutcome } from '@mashang/wechat';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { AccountInForce, WechatAccount } from '../account/create-accounts.ts';
import { bindSignature } from './bind-signature.ts';
import { createAddressJudge } from './callback-addresses.ts';
import { isSwapped } from './is-swapped.ts';

export interface Push {
  query: unknown;
  body: Uint8Array;
  /** Of who called. */
  address: string;
}

/** The message of a push, or why it is not believed. */
export type ReadPush = (push: Push, inForce: AccountInForce) => Promise<CallbackOutcome>;

/** What the signature says comes first, then the address, then whether the signature was used before. */
export function createPushReader(options: {
  db: Db;
  clock: Clock;
  /** Where the platform pushes from could not be asked. */
  onError: (error: unknown) => void;
}): ReadPush {
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
    const { appId, messageMode, originalId } = account;
    // Our replies are signed and sealed as messages are: sent back to us, one would be believed.
    if (call.message.FromUserName === originalId) {
      return { kind: 'refused', status: 403, reason: 'our own reply' };
    }
    if (isSwapped(query, call.message)) {
      return { kind: 'refused', status: 403, reason: 'timestamp and nonce swapped' };
    }
    if (messageMode === 'plain' && !(await bindSignature(db, { appId, query, body, now }))) {
      return { kind: 'refused', status: 403, reason: 'signature of another message' };
    }
    return call;
  };
}

/** By what the account says, never by what a request does. */
export function callbackConfigOf(account: WechatAccount): CallbackConfig {
  const { appId, token, encodingAesKeys, messageMode } = account;
  return { mode: messageMode, appId, token, encodingAesKey: encodingAesKeys };
}
