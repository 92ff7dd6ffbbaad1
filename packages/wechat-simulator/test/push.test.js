import { decryptMessage, encryptMessage, parseMessage, verifySignature } from '@mashang/wechat';
import { describe, expect, test } from 'vitest';
import { account, aCallbackServer, aSimulator } from './harness.ts';
const scan = {
    kind: 'scancode_waitmsg',
    key: 'SCAN_POINTS',
    scanType: 'qrcode',
    scanResult: 'HTTPS://Q.BRAND.CN/C/A]]>B,1&2',
};
function replyXml(openId, change = {}) {
    const from = change.from ?? account.originalId;
    return (`<xml><ToUserName>${openId}</ToUserName><FromUserName>${from}</FromUserName>` +
        '<CreateTime>1714112445</CreateTime><MsgType>text</MsgType><Content>恭喜您，积分成功</Content></xml>');
}
function sealed(message, change = {}) {
    const { encrypt, msgSignature, timestamp, nonce } = encryptMessage({
        ...account,
        ...change,
        message,
        timestamp: '1714112445',
        nonce: '1514711492',
    });
    return (`<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt><MsgSignature>${msgSignature}</MsgSignature>` +
        `<TimeStamp>${timestamp}</TimeStamp><Nonce>${nonce}</Nonce></xml>`);
}
test('a scan is pushed in safe mode: both signatures right, nothing readable but the receiver', async () => {
    const server = await aCallbackServer((_request, response) => response.end('success'));
    const simulator = await aSimulator({ callbackUrl: server.url });
    const record = await simulator.control.pushEvent('a', scan);
    expect(record).toMatchObject({ outcome: 'silent', attempts: [{ status: 200, problem: null }] });
    const { url, body } = server.requests[0];
    expect(body).not.toContain('BRAND');
    const query = Object.fromEntries(url.searchParams);
    const { Encrypt: encrypt = '', ToUserName } = parseMessage(body);
    expect(ToUserName).toBe(account.originalId);
    const { timestamp = '', nonce = '', signature = '', msg_signature = '' } = query;
    const { token } = account;
    expect(verifySignature({ token, timestamp, nonce, signature })).toBe(true);
    expect(verifySignature({ token, timestamp, nonce, signature: msg_signature, encrypt })).toBe(true);
    const openId = simulator.control.users()[0]?.openId;
    expect(query).toMatchObject({ encrypt_type: 'aes', openid: openId });
    expect(parseMessage(decryptMessage({ ...account, encrypt }))).toMatchObject({
        FromUserName: openId,
        Event: 'scancode_waitmsg',
        EventKey: 'SCAN_POINTS',
        ScanCodeInfo: { ScanType: 'qrcode', ScanResult: scan.scanResult },
    });
});
test('an encrypted reply becomes a bubble and 消息接收中 goes away', async () => {
    const server = await aCallbackServer((request, response) => {
        response.end(sealed(replyXml(request.url.searchParams.get('openid') ?? '')));
    });
    const simulator = await aSimulator({ callbackUrl: server.url });
    const under = simulator.control.pushEvent('a', scan);
    expect(simulator.control.messages('a')).toMatchObject([{ text: '消息接收中' }]);
    expect((await under).outcome).toBe('replied');
    expect(simulator.control.messages('a')).toMatchObject([
        { from: 'account', text: '恭喜您，积分成功' },
    ]);
});
test('a slow account is asked three times with the same message, then the user reads why', async () => {
    const server = await aCallbackServer(() => undefined);
    const simulator = await aSimulator({ callbackUrl: server.url, pushTimeoutMs: 60 });
    const record = await simulator.control.pushEvent('a', scan);
    expect(record.attempts.map((attempt) => attempt.problem)).toEqual([
        'timeout',
        'timeout',
        'timeout',
    ]);
    expect(server.requests).toHaveLength(3);
    expect(new Set(server.requests.map((request) => request.body)).size).toBe(1);
    expect(simulator.control.messages('a')).toMatchObject([
        { text: '该公众号暂时无法提供服务，请稍后再试' },
    ]);
});
test('the answer to a retry counts', async () => {
    const server = await aCallbackServer((request, response, count) => {
        if (count === 1)
            response.writeHead(500).end();
        else
            response.end(sealed(replyXml(request.url.searchParams.get('openid') ?? '')));
    });
    const simulator = await aSimulator({ callbackUrl: server.url });
    const record = await simulator.control.pushEvent('a', scan);
    expect(record.outcome).toBe('replied');
    expect(record.attempts).toMatchObject([{ problem: 'status 500' }, { problem: null }]);
});
test('an account that is down is tried three times and nothing throws', async () => {
    const simulator = await aSimulator();
    const record = await simulator.control.pushEvent('a', { kind: 'text', content: '你好' });
    expect(record.outcome).toBe('unavailable');
    expect(record.attempts).toHaveLength(3);
});
describe('junk instead of a reply shows 该公众号暂时无法提供服务 without another try', () => {
    const junk = [
        ['JSON', () => '{"ok":true}'],
        ['an HTML page', () => '<html>oops</html>'],
        ['a clear reply in safe mode', (openId) => replyXml(openId)],
        ['a wrong signature', (openId) => sealed(replyXml(openId), { token: 'BBBBB' })],
        ['another appid', (openId) => sealed(replyXml(openId), { appId: 'wx0' })],
        ['another receiver', () => sealed(replyXml('somebody'))],
        ['another sender', (openId) => sealed(replyXml(openId, { from: 'alias' }))],
        ['text that is no XML', () => sealed('hello')],
    ];
    test.each(junk)('%s', async (_what, answer) => {
        const server = await aCallbackServer((request, response) => {
            response.end(answer(request.url.searchParams.get('openid') ?? ''));
        });
        const simulator = await aSimulator({ callbackUrl: server.url });
        const record = await simulator.control.pushEvent('a', scan);
        expect(record.outcome).toBe('unavailable');
        expect(server.requests).toHaveLength(1);
        expect(simulator.control.messages('a').at(-1)?.kind).toBe('unavailable');
    });
});
test('saving the callback settings sends a signed echostr and wants it back', async () => {
    const server = await aCallbackServer((request, response) => {
        response.end(request.url.searchParams.get('echostr'));
    });
    const simulator = await aSimulator({ callbackUrl: server.url });
    expect(await simulator.control.verifyCallbackUrl()).toMatchObject({ ok: true });
    const { timestamp = '', nonce = '', signature = '', } = Object.fromEntries(server.requests[0].url.searchParams);
    expect(verifySignature({ token: account.token, timestamp, nonce, signature })).toBe(true);
});
