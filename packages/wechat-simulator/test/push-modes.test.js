import { decryptMessage, formatReply, parseMessage, readCallback } from '@mashang/wechat';
import { describe, expect, test } from 'vitest';
import { account, aCallbackServer, aSimulator } from './harness.ts';
const click = { kind: 'CLICK', key: 'MY_POINTS' };
const nextKey = 'B'.repeat(43);
/** A simulator beside a server that believes and answers as the product does. */
async function aPair(config, options = {}) {
    const server = await aCallbackServer((request, response) => {
        const outcome = readCallback({
            config: { ...account, ...config },
            query: Object.fromEntries(request.url.searchParams),
            body: request.body,
            now: new Date(),
        });
        if (outcome.kind === 'refused') {
            response.writeHead(outcome.status).end(outcome.reason);
            return;
        }
        const { FromUserName: toUserName, ToUserName: fromUserName } = outcome.message;
        const createTime = Math.floor(Date.now() / 1000);
        const content = `您好 ${toUserName}`;
        const reply = { toUserName, fromUserName, createTime, msgType: 'text', content };
        response.end(outcome.reply(formatReply(reply)));
    });
    const simulator = await aSimulator({ callbackUrl: server.url, ...options });
    return { simulator, server };
}
describe('each mode is understood by a server in that mode', () => {
    test('plain: clear fields, one signature, a clear reply', async () => {
        const { simulator, server } = await aPair({ mode: 'plain', encodingAesKey: [account.encodingAesKey] }, { messageMode: 'plain' });
        expect(await simulator.control.pushEvent('a', click)).toMatchObject({ outcome: 'replied' });
        const { url, body } = server.requests[0];
        expect([...url.searchParams.keys()]).toEqual(['signature', 'timestamp', 'nonce', 'openid']);
        expect(parseMessage(body)).toMatchObject({ Event: 'CLICK', EventKey: 'MY_POINTS' });
        expect(body).not.toContain('Encrypt');
    });
    test('compatible: the clear fields and the ciphertext of the same message', async () => {
        const { simulator, server } = await aPair({ mode: 'compatible', encodingAesKey: [account.encodingAesKey] }, { messageMode: 'compatible' });
        expect(await simulator.control.pushEvent('a', click)).toMatchObject({ outcome: 'replied' });
        const { url, body } = server.requests[0];
        expect(url.searchParams.get('encrypt_type')).toBe('aes');
        const { Encrypt: encrypt = '', ...clear } = parseMessage(body);
        const message = parseMessage(decryptMessage({ ...account, encrypt }));
        expect(message).toEqual(clear);
    });
});
test('a server of another mode does not believe, and the user reads that nobody answers', async () => {
    const { simulator } = await aPair({ mode: 'safe', encodingAesKey: [account.encodingAesKey] }, { messageMode: 'plain' });
    const record = await simulator.control.pushEvent('a', click);
    expect(record).toMatchObject({ outcome: 'unavailable', attempts: [{ status: 403 }, {}, {}] });
    simulator.control.changeSettings({ messageMode: 'safe' });
    expect(await simulator.control.pushEvent('a', click)).toMatchObject({ outcome: 'replied' });
});
test('a new EncodingAESKey: who knows both keys answers before and after', async () => {
    const { simulator } = await aPair({
        mode: 'safe',
        encodingAesKey: [nextKey, account.encodingAesKey],
    });
    const { control } = simulator;
    expect(await control.pushEvent('a', click)).toMatchObject({ outcome: 'replied' });
    control.changeSettings({ encodingAesKey: nextKey });
    expect(control.settings().previousEncodingAesKey).toBe(account.encodingAesKey);
    expect(await control.pushEvent('a', click)).toMatchObject({ outcome: 'replied' });
    control.changeSettings({ encodingAesKey: 'C'.repeat(43) });
    expect(await control.pushEvent('a', click)).toMatchObject({ outcome: 'unavailable' });
});
describe('forgeries are sent once and refused', () => {
    test.each([
        ['wrong signature', 403],
        ['tampered', 403],
        ['other appid', 403],
        ['plain', 403],
        ['unsigned', 403],
        ['stale', 403],
    ])('%s', async (kind, status) => {
        const { simulator, server } = await aPair({
            mode: 'safe',
            encodingAesKey: [account.encodingAesKey],
        });
        simulator.control.planPushFault({ kind });
        const record = await simulator.control.pushEvent('a', click);
        expect(record).toMatchObject({ fault: kind, outcome: 'unavailable', attempts: [{ status }] });
        expect(server.requests).toHaveLength(1);
    });
    test('clear fields beside the ciphertext are not listened to', async () => {
        const { simulator } = await aPair({ mode: 'compatible', encodingAesKey: [account.encodingAesKey] }, { messageMode: 'compatible' });
        simulator.control.planPushFault({ kind: 'clear fields' });
        const { reply, openId } = await simulator.control.pushEvent('a', click);
        expect(reply).toEqual({ kind: 'text', text: `您好 ${openId}` });
    });
    test('in plain mode another sender passes under a stolen signature: why safe mode is asked for', async () => {
        const { simulator, server } = await aPair({ mode: 'plain', encodingAesKey: [account.encodingAesKey] }, { messageMode: 'plain' });
        simulator.control.planPushFault({ kind: 'tampered' });
        const { openId, attempts } = await simulator.control.pushEvent('a', click);
        expect(attempts).toMatchObject([{ status: 200 }]);
        expect(server.requests[0]?.body).not.toContain(openId);
    });
});
