import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { config, nonce, now, previousKey, push, scanEvent, timestamp } from '../test/push.ts';
import { readVectors } from '../test/read-vectors.ts';
import { readCallback, verifyEcho } from './callback.ts';
import { decryptMessage } from './message-crypto.ts';
import { parseMessage } from './message.ts';
import { formatReply } from './reply.ts';
import { signParts, verifySignature } from './signature.ts';

const plainXml = scanEvent('https://q.example.com/C/ABC');

const NEGATIVE = {
  echo: 'GET with echostr but wrong/missing signature -> 403, echostr not reflected',
  downgrade:
    'POST in safe-mode deployment without encrypt_type/msg_signature but with a valid plain signature -> 403 (downgrade)',
  signature: 'POST with encrypt_type=aes, valid plain signature, wrong msg_signature -> 403',
  ciphertext:
    'ciphertext not multiple of 32, pad byte 0 or >32, msg_len beyond buffer -> 400, one generic error',
  appId: 'valid msg_signature but trailing appid differs -> 403',
  xml: 'XML with DOCTYPE/ENTITY -> 400; body larger than limit -> 413',
  query: 'query values repeated or non-scalar (?nonce[]=x) -> 403, no exception',
  window: 'timestamp outside window -> 403',
  reply: 'reply text containing "]]>" -> split CDATA, still well-formed',
};

test('every negative case of the vectors is tested below', () => {
  expect(Object.values(NEGATIVE)).toEqual(readVectors().negative_cases);
});

describe('S20: the URL check', () => {
  const signature = signParts([config.token, timestamp, nonce]);
  const query = { signature, timestamp, nonce, echostr: '<script>1</script>' };

  test('the echo is answered verbatim and as plain text', () => {
    expect(verifyEcho({ config, query, now })).toEqual({
      kind: 'echo',
      body: '<script>1</script>',
      contentType: 'text/plain; charset=utf-8',
    });
  });

  test.each<[string, object]>([
    [NEGATIVE.echo, { ...query, signature: signature.replace(/^./, 'g') }],
    [`${NEGATIVE.echo} (missing)`, { timestamp, nonce, echostr: 'x' }],
    ['an echo longer than any of WeChat is refused', { ...query, echostr: 'x'.repeat(2000) }],
    ['a check without echostr is refused', { signature, timestamp, nonce }],
    [NEGATIVE.query, { ...query, nonce: [nonce, nonce] }],
    [NEGATIVE.window, { ...query, ...signed(Number(timestamp) - 301) }],
  ])('%s', (_, badQuery) => {
    const outcome = verifyEcho({ config, query: badQuery, now });
    expect(outcome).toMatchObject({ kind: 'refused', status: 403 });
    expect(JSON.stringify(outcome)).not.toContain('script');
  });

  function signed(seconds: number) {
    const stamp = String(seconds);
    return { timestamp: stamp, signature: signParts([config.token, stamp, nonce]) };
  }
});

describe('S20: a push in safe mode', () => {
  test('is opened, and its reply can be opened by the platform', () => {
    const outcome = readCallback({ config, now, ...push(plainXml) });
    if (outcome.kind !== 'message') throw new Error(outcome.reason);
    expect(outcome.message.ScanCodeInfo?.ScanResult).toBe('https://q.example.com/C/ABC');
    expect(outcome.reply(null)).toBe('success');

    const reply = parseMessage(outcome.reply('<xml><a>恭喜您，积分成功</a></xml>'));
    const { Encrypt: encrypt = '', MsgSignature: signature, TimeStamp, Nonce } = reply;
    expect(TimeStamp).toBe(timestamp);
    const stamp = { token: config.token, timestamp, nonce: textOf(Nonce) };
    expect(verifySignature({ ...stamp, signature: textOf(signature), encrypt })).toBe(true);
    expect(decryptMessage({ ...config, encrypt })).toBe('<xml><a>恭喜您，积分成功</a></xml>');
  });

  test('is opened with the previous key too, and answered with that one', () => {
    const rotating = { ...config, encodingAesKey: [config.encodingAesKey, previousKey] };
    const pushed = push(plainXml, { ...config, encodingAesKey: previousKey });
    const outcome = readCallback({ config: rotating, now, ...pushed });
    if (outcome.kind !== 'message') throw new Error(outcome.reason);
    const { Encrypt: encrypt = '' } = parseMessage(outcome.reply('<xml/>'));
    expect(decryptMessage({ ...config, encodingAesKey: previousKey, encrypt })).toBe('<xml/>');
  });

  test('of the compatible mode is believed only in its encrypted part', () => {
    const pushed = push(plainXml);
    const forged = '<FromUserName><![CDATA[victim]]></FromUserName><Encrypt>';
    const body = pushed.body.replace('<Encrypt>', forged);
    const compatible = { ...config, mode: 'compatible' } as const;
    const outcome = readCallback({ config: compatible, now, query: pushed.query, body });
    expect(outcome).toMatchObject({ kind: 'message', message: { FromUserName: 'o1' } });
  });

  test(NEGATIVE.downgrade, () => {
    const query = { signature: signParts([config.token, timestamp, nonce]), timestamp, nonce };
    for (const extra of [{}, { encrypt_type: 'raw' }, { msg_signature: query.signature }]) {
      const outcome = readCallback({ config, now, query: { ...query, ...extra }, body: plainXml });
      expect(outcome).toMatchObject({ kind: 'refused', status: 403 });
    }
  });

  test(NEGATIVE.signature, () => {
    const { query, body } = push(plainXml);
    for (const wrong of ['0'.repeat(40), '', query.msg_signature.toUpperCase(), '中'.repeat(40)]) {
      const badQuery = { ...query, msg_signature: wrong };
      const outcome = readCallback({ config, now, query: badQuery, body });
      expect(outcome).toMatchObject({ kind: 'refused', status: 403 });
    }
  });

  test(NEGATIVE.appId, () => {
    for (const appId of ['wx0000000000000000', `${config.appId}x`, config.appId.slice(1)]) {
      const outcome = readCallback({ config, now, ...push(plainXml, { ...config, appId }) });
      expect(outcome).toMatchObject({ kind: 'refused', status: 403 });
    }
  });

  test(NEGATIVE.query, () => {
    const { query, body } = push(plainXml);
    const bad: unknown[] = [null, undefined, 'x', 7, [], {}, { ...query, nonce: { a: '1' } }];
    for (const name of Object.keys(query)) bad.push({ ...query, [name]: ['1', '2'] });
    const withoutNonce = Object.entries(query).filter(([name]) => name !== 'nonce');
    bad.push(
      { ...Object.fromEntries(withoutNonce), 'nonce[]': 'x' },
      { ...query, timestamp: '1e9' },
    );
    for (const badQuery of bad) {
      const outcome = readCallback({ config, now, query: badQuery, body });
      expect(outcome, JSON.stringify(badQuery)).toMatchObject({ kind: 'refused', status: 403 });
    }
  });

  test(NEGATIVE.window, () => {
    for (const [seconds, kind] of [
      [-301, 'refused'],
      [-300, 'message'],
      [300, 'message'],
      [301, 'refused'],
    ] as const) {
      const stamp = String(Number(timestamp) + seconds);
      const outcome = readCallback({ config, now, ...push(plainXml, config, stamp) });
      expect(outcome.kind, String(seconds)).toBe(kind);
    }
  });

  test(NEGATIVE.xml, () => {
    const { query, body } = push(plainXml);
    const declared = [
      body.replace('<xml>', '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml>'),
      body.replace('<Encrypt>', '<!ENTITY e "x"><Encrypt>'),
    ];
    for (const bad of declared) {
      expect(readCallback({ config, now, query, body: bad })).toMatchObject({ status: 400 });
    }
    const inside = push(`<!DOCTYPE xml>${plainXml}`);
    expect(readCallback({ config, now, ...inside })).toMatchObject({ status: 400 });
    const large = `${body}${' '.repeat(64 * 1024)}`;
    expect(readCallback({ config, now, query, body: large })).toMatchObject({ status: 413 });
  });

  test('with a body that is not UTF-8 is refused with 400', () => {
    const body = Buffer.from([0x3c, 0xff, 0xfe]);
    const { query } = push(plainXml);
    expect(readCallback({ config, now, query, body })).toMatchObject({ status: 400 });
  });

  test('without a sender is refused with 400', () => {
    const outcome = readCallback({ config, now, ...push('<xml><MsgType>event</MsgType></xml>') });
    expect(outcome).toMatchObject({ kind: 'refused', status: 400 });
  });

  test('is never accepted after any change of its envelope', () => {
    const { query, body } = push(plainXml);
    const start = body.indexOf('<Encrypt>') + 18;
    const length = body.indexOf(']]></Encrypt>') - start;
    const change = fc.record({ at: fc.nat(length - 1), character: fc.base64String() });
    fc.assert(
      fc.property(change, ({ at, character }) => {
        const changed = body.slice(0, start + at) + character + body.slice(start + at + 1);
        fc.pre(changed !== body);
        const outcome = readCallback({ config, now, query, body: changed });
        expect(outcome.kind).toBe('refused');
      }),
    );
  });

  test('whatever a stranger sends is refused without an exception', () => {
    const query = fc.dictionary(
      fc.constantFrom('timestamp', 'nonce', 'msg_signature'),
      fc.anything(),
    );
    const body = fc.oneof(fc.string(), fc.uint8Array());
    fc.assert(
      fc.property(query, body, (anyQuery, anyBody) => {
        const outcome = readCallback({ config, now, query: anyQuery, body: anyBody });
        expect(outcome.kind).toBe('refused');
      }),
    );
  });
});

describe('S20: the configuration', () => {
  test('that cannot be safe is refused when used', () => {
    const query = {};
    for (const bad of [{ token: '' }, { appId: '' }, { encodingAesKey: 'short' }]) {
      const broken = { ...config, ...bad };
      expect(() => readCallback({ config: broken, now, query, body: '' })).toThrow(RangeError);
    }
  });

  test('alone can choose plain mode', () => {
    const query = { signature: signParts([config.token, timestamp, nonce]), timestamp, nonce };
    const plain = { ...config, mode: 'plain' } as const;
    const outcome = readCallback({ config: plain, now, query, body: plainXml });
    if (outcome.kind !== 'message') throw new Error(outcome.reason);
    expect(outcome.reply('<xml/>')).toBe('<xml/>');
  });
});

test(NEGATIVE.reply, () => {
  const base = { toUserName: 'a', fromUserName: 'b', createTime: 1, msgType: 'text' } as const;
  const xml = formatReply({ ...base, content: 'a]]>b<c>' });
  expect(xml).toContain('<![CDATA[a]]]]><![CDATA[>b<c>]]>');
  expect(parseMessage(xml).Content).toBe('a]]>b<c>');
});

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
