import { randomInt } from 'node:crypto';
import { decryptMessage, encryptMessage, parseXml, verifySignature } from '@mashang/wechat';
import type { WechatAccount } from '../account/create-accounts.ts';
import type { Check } from './check-tools.ts';
import { failed, passed, skipped, warning } from './check-tools.ts';
import { faultOf, fetchBounded } from './fetch-bounded.ts';
import { signOwnCall } from './own-call.ts';

/** No user of WeChat is called so: an openid has 28 characters. */
const sender = 'check-of-this-server';

/**
 * Sends a harmless message as the platform would, in the account's mode and through the public
 * address, and opens the answer; and the forgery the mode is there to stop, which must be refused.
 */
export const checkSignature: Check = async ({ account, tools, said }) => {
  const url = `${tools.publicUrl}/wechat/callback`;
  const now = tools.clock.now();
  const [right, forged] = await Promise.all([
    post(url, rightMessage(account, now)),
    post(url, forgedMessage(account, now)),
  ]);
  if ('status' in forged && forged.status === 200) return failed(said.signature.forgeryTaken);
  const fault = faultOf(right);
  if (fault?.kind === 'status' && fault.status === 403) {
    return account.onlyCallbackIps
      ? skipped(said.signature.onlyCallbackIps)
      : failed(said.signature.refused(403));
  }
  if (fault || !('body' in right)) {
    return failed(said.call(url, fault ?? { kind: 'status', status: 0 }));
  }
  if (right.body === 'success' || right.body === '') return warning(said.signature.silent);
  if (!isAnswer(account, right.body)) return failed(said.signature.unreadable);
  return passed(said.signature.fine(account.messageMode));
};

interface Post {
  query: Record<string, string>;
  body: string;
}

function post(url: string, { query, body }: Post): ReturnType<typeof fetchBounded> {
  return fetchBounded(`${url}?${new URLSearchParams(query).toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body,
  });
}

function rightMessage(account: WechatAccount, now: Date): Post {
  const { appId, token, originalId, messageMode } = account;
  const signed = signOwnCall(token, now);
  const fields = textFields(account, now);
  if (messageMode === 'plain') return { query: signed, body: `<xml>${fields}</xml>` };
  const { timestamp, nonce } = signed;
  const { encrypt, msgSignature } = encryptMessage({
    encodingAesKey: account.encodingAesKeys[0] ?? '',
    ...{ appId, token, timestamp, nonce },
    message: `<xml>${fields}</xml>`,
  });
  const outer = messageMode === 'safe' ? `<ToUserName>${originalId}</ToUserName>` : fields;
  return {
    query: { ...signed, openid: sender, encrypt_type: 'aes', msg_signature: msgSignature },
    body: `<xml>${outer}<Encrypt>${encrypt}</Encrypt></xml>`,
  };
}

/** The signature of a plain message says nothing of its body: in the other modes it must not do. */
function forgedMessage(account: WechatAccount, now: Date): Post {
  const signed = signOwnCall(account.token, now);
  const isPlain = account.messageMode === 'plain';
  const query = isPlain ? { ...signed, signature: '0'.repeat(40) } : signed;
  return { query, body: `<xml>${textFields(account, now)}</xml>` };
}

function textFields({ originalId }: WechatAccount, now: Date): string {
  return (
    `<ToUserName>${originalId}</ToUserName><FromUserName>${sender}</FromUserName>` +
    `<CreateTime>${Math.floor(now.getTime() / 1000)}</CreateTime><MsgType>text</MsgType>` +
    `<Content>自检</Content><MsgId>${randomInt(2 ** 40, 2 ** 47)}</MsgId>`
  );
}

/** Whether a phone would show the answer: signed, for this account, from it to the sender. */
function isAnswer(account: WechatAccount, body: string): boolean {
  try {
    const inner = account.messageMode === 'plain' ? body : openAnswer(account, body);
    const { ToUserName, FromUserName } = parseXml(inner);
    return ToUserName === sender && FromUserName === account.originalId;
  } catch {
    return false;
  }
}

/** Throws for what does not open. */
function openAnswer({ appId, token, encodingAesKeys }: WechatAccount, body: string): string {
  const { Encrypt: encrypt, MsgSignature, TimeStamp, Nonce } = parseXml(body);
  if (typeof encrypt !== 'string') throw new RangeError('the answer is not encrypted');
  const signature = { signature: MsgSignature, timestamp: TimeStamp, nonce: Nonce };
  // Never throws, and refuses whatever is no text.
  if (
    !verifySignature({ token, encrypt, ...(signature as Record<keyof typeof signature, string>) })
  ) {
    throw new RangeError('the answer is not signed');
  }
  return decryptMessage({ encodingAesKey: encodingAesKeys, appId, encrypt });
}
