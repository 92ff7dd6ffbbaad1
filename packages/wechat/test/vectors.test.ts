import { describe, expect, test } from 'vitest';
import {
  decryptMessage,
  dedupeKey,
  encryptMessage,
  formatEncryptedReply,
  parseMessage,
  qrSceneOf,
  signJsApi,
  verifyEcho,
  verifySignature,
  WechatCryptoError,
} from '../src/index.ts';
import type { IncomingMessage } from '../src/index.ts';
import { signParts } from '../src/signature.ts';
import { readVectors } from './read-vectors.ts';

const vectors = readVectors();
const encodingAesKey = 'A'.repeat(43);

describe('S20: published vectors', () => {
  test.each(vectors.url_verification)('the signature of $name is accepted', (vector) => {
    if (vector.parts) {
      expect(signParts(vector.parts)).toBe(vector.signature);
      return;
    }
    expect(verifySignature(vector)).toBe(vector.expect?.valid);
    if (vector.echostr === undefined) return;
    const { token, ...query } = vector;
    const now = new Date(Number(vector.timestamp) * 1000);
    const config = { token, encodingAesKey, appId: 'wx' };
    const { signature, timestamp, nonce, echostr } = query;
    expect(verifyEcho({ config, query: { signature, timestamp, nonce, echostr }, now })).toEqual({
      kind: 'echo',
      body: vector.expect?.body,
      contentType: 'text/plain; charset=utf-8',
    });
  });

  test.each(vectors.aes_decrypt)('$name is verified and opened as published', (vector) => {
    const { token, encrypt, query } = vector;
    const { timestamp, nonce, msg_signature: signature } = query;
    expect(verifySignature({ token, timestamp, nonce, signature, encrypt })).toBe(true);
    if (vector.expect.error) {
      expect(() => decryptMessage(vector)).toThrow(WechatCryptoError);
      expect(() => decryptMessage(vector)).toThrow(expect.objectContaining({ reason: 'appid' }));
    } else {
      expect(decryptMessage(vector)).toBe(vector.expect.msg);
    }
  });

  test.each(vectors.aes_encrypt)('$name is encrypted byte for byte', (vector) => {
    const { token = 'AAAAA', timestamp = '1', nonce = '1', msg: message, ...others } = vector;
    const result = encryptMessage({ ...others, token, timestamp, nonce, message });
    expect(result.encrypt).toBe(vector.expect.encrypt);
    if (vector.expect.msgSignature) expect(result.msgSignature).toBe(vector.expect.msgSignature);
  });

  test('the envelope of an encrypted reply has the published shape', () => {
    expect(
      formatEncryptedReply({
        encrypt: 'msg_encrypt',
        msgSignature: 'msg_signature',
        timestamp: 'timestamp',
        nonce: 'nonce',
      }),
    ).toBe(vectors.secure_reply_xml_shape.xml);
  });

  test.each(vectors.jsapi_signature)('the JS-SDK signature of $name is reproduced', (vector) => {
    const { jsapi_ticket: ticket, noncestr: nonceStr, timestamp, url, pageUrl } = vector;
    const signature = signJsApi({ ticket, nonceStr, timestamp, url: pageUrl ?? url });
    expect(signature).toBe(vector.signature);
  });
});

describe('S20: published messages and events', () => {
  test.each(vectors.events)('$name is read field by field', ({ xml, expect: expected }) => {
    const message = parseMessage(xml);
    const { items, scene, ...fields } = expected;
    for (const [name, value] of Object.entries(fields)) {
      expect(findField(message, name), name).toBe(value);
    }
    if (scene !== undefined) expect(qrSceneOf(message)).toBe(scene);
    if (items !== undefined) {
      const { List: list } = message.SubscribeMsgPopupEvent as Record<string, unknown[]>;
      expect(list).toHaveLength(Number(items));
    }
  });

  test.each(vectors.messages)('the message $name has its dedupe key', ({ xml, expect: facts }) => {
    expect(dedupeKey(parseMessage(xml))).toBe(facts.dedupeKey);
  });

  test('one <List> is an array like two of them', () => {
    const one = vectors.events.find(({ name }) => name === 'subscribe_msg_sent_event');
    const { List: list } = parseMessage(one?.xml ?? '').SubscribeMsgSentEvent as Record<
      string,
      unknown
    >;
    expect(list).toEqual([expect.objectContaining({ MsgID: '1700827132819554304' })]);
  });

  test.each(vectors.events)(
    'a retry of $name is a duplicate of it, and of nothing else',
    (event) => {
      const keyOf = (xml: string) => dedupeKey(parseMessage(xml));
      const key = keyOf(event.xml);
      const same = vectors.events.filter(({ xml }) => keyOf(xml) === key);
      expect(same.map(({ name }) => name)).toEqual([event.name]);
    },
  );

  test('different events of one user in one second are distinct', () => {
    const base = { ToUserName: 'gh_1', FromUserName: 'o1', CreateTime: '1', MsgType: 'event' };
    const events: IncomingMessage[] = [
      { ...base, Event: 'CLICK', EventKey: 'A' },
      { ...base, Event: 'CLICK', EventKey: 'B' },
      { ...base, Event: 'VIEW', EventKey: 'A' },
      { ...base, Event: 'scancode_waitmsg', EventKey: 'A', ScanCodeInfo: { ScanResult: '1' } },
      { ...base, Event: 'scancode_waitmsg', EventKey: 'A', ScanCodeInfo: { ScanResult: '2' } },
      { ...base, Event: 'TEMPLATESENDJOBFINISH', MsgID: '1' },
      { ...base, Event: 'TEMPLATESENDJOBFINISH', MsgID: '2' },
      { ...base, Event: 'user_authorization_revoke', RevokeInfo: '201' },
      { ...base, Event: 'user_authorization_revoke', RevokeInfo: '202' },
      {
        ...base,
        Event: 'subscribe_msg_sent_event',
        SubscribeMsgSentEvent: { List: [{ MsgID: '1' }] },
      },
      {
        ...base,
        Event: 'subscribe_msg_sent_event',
        SubscribeMsgSentEvent: { List: [{ MsgID: '2' }] },
      },
      {
        ...base,
        Event: 'subscribe_msg_popup_event',
        SubscribeMsgPopupEvent: { List: [{ TemplateId: '1' }] },
      },
      {
        ...base,
        Event: 'subscribe_msg_popup_event',
        SubscribeMsgPopupEvent: { List: [{ TemplateId: '2' }] },
      },
    ];
    expect(new Set(events.map((event) => dedupeKey(event))).size).toBe(events.length);
  });
});

function findField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, name)) return (value as Record<string, unknown>)[name];
  return Object.values(value)
    .map((child) => findField(child, name))
    .find((found) => found !== undefined);
}
