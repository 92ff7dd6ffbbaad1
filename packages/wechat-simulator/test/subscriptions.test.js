import { parseMessage } from '@mashang/wechat';
import { expect, test } from 'vitest';
import { accessToken, aCallbackServer, aSimulator, callApi } from './harness.ts';
const once = {
    templateId: 'S-once',
    channel: 'subscription',
    title: '兑换商品发货提醒',
    content: '商品名称:{{thing1.DATA}}\n',
};
const lasting = { ...once, templateId: 'S-lasting', type: 3 };
const data = { thing1: { value: '酱油' } };
async function anAccount(options = {}) {
    const server = await aCallbackServer((_request, response) => response.end('success'));
    const simulator = await aSimulator({ callbackUrl: server.url, ...options });
    const { control } = simulator;
    control.setTemplates([once, lasting, { ...once, templateId: 'T', channel: 'template' }]);
    const send = async (change = {}, user = 'a') => {
        const touser = control.users().find(({ id }) => id === user)?.openId;
        const path = `/cgi-bin/message/subscribe/bizsend?access_token=${await accessToken(simulator)}`;
        return callApi(simulator, path, { touser, template_id: 'S-once', data, ...change });
    };
    const lastPush = async () => {
        await control.whenQuiet();
        const push = control.pushes().at(-1);
        return { event: push?.event, message: parseMessage(push?.xml ?? '<xml></xml>') };
    };
    return { control, simulator, send, lastPush };
}
test('one consent is one message, followed by its report', async () => {
    const { control, send, lastPush } = await anAccount();
    expect(await send()).toMatchObject({ errcode: 43101 });
    await control.answerConsent('a', { accepted: ['S-once'] });
    expect((await lastPush()).message).toMatchObject({
        Event: 'subscribe_msg_popup_event',
        SubscribeMsgPopupEvent: {
            List: [{ TemplateId: 'S-once', SubscribeStatusString: 'accept', PopupScene: '1' }],
        },
    });
    expect(await send({ page: 'http://127.0.0.1:9/redemptions/1' })).toMatchObject({ errcode: 0 });
    expect((await lastPush()).event).toMatchObject({
        kind: 'subscribe_msg_sent_event',
        list: [{ templateId: 'S-once', errorCode: 0, errorStatus: 'success' }],
    });
    expect(control.messages('a')).toMatchObject([
        { kind: 'subscription', card: { title: once.title, isServiceNotice: false } },
    ]);
    expect(await send()).toMatchObject({ errcode: 43101 });
});
test('a stranger gets it under 服务通知; a lasting consent lasts', async () => {
    const { control, send } = await anAccount();
    await control.answerConsent('c', { accepted: ['S-lasting'], rejected: ['S-once'] });
    expect(await send({}, 'c')).toMatchObject({ errcode: 43101 });
    for (let count = 1; count <= 2; count += 1) {
        expect(await send({ template_id: 'S-lasting' }, 'c')).toMatchObject({ errcode: 0 });
    }
    expect(control.messages('c')).toMatchObject([
        { card: { isServiceNotice: true } },
        { card: { isServiceNotice: true } },
    ]);
});
test('fifty at once share three consents', async () => {
    const { control, send } = await anAccount();
    for (let count = 1; count <= 3; count += 1) {
        await control.answerConsent('a', { accepted: ['S-once'] });
    }
    const answers = await Promise.all(Array.from({ length: 50 }, () => send()));
    expect(answers.filter(({ errcode }) => errcode === 0)).toHaveLength(3);
    expect(answers.filter(({ errcode }) => errcode === 43101)).toHaveLength(47);
});
test('拒收 takes the consents, is told by the change event, and ends with a new consent', async () => {
    const { control, send, lastPush } = await anAccount();
    await control.answerConsent('a', { accepted: ['S-once'] });
    await control.refuseTemplate('a', 'S-once');
    expect((await lastPush()).message).toMatchObject({
        Event: 'subscribe_msg_change_event',
        SubscribeMsgChangeEvent: {
            List: [{ TemplateId: 'S-once', SubscribeStatusString: 'reject' }],
        },
    });
    expect(await send()).toMatchObject({ errcode: 43101 });
    await control.answerConsent('a', { accepted: ['S-once'] });
    expect(await send()).toMatchObject({ errcode: 0 });
});
test('the msgid is that of the report, or absent where the platform gives none', async () => {
    const { control, simulator, send, lastPush } = await anAccount();
    await control.answerConsent('a', { accepted: ['S-lasting'] });
    const touser = control.users()[0]?.openId;
    const url = `/cgi-bin/message/subscribe/bizsend?access_token=${await accessToken(simulator)}`;
    const payload = JSON.stringify({ touser, template_id: 'S-lasting', data });
    const { body } = await simulator.app.inject({ method: 'POST', url, payload });
    const { event } = await lastPush();
    const msgId = event?.kind === 'subscribe_msg_sent_event' ? event.list[0]?.msgId : '';
    expect(body).toBe(`{"errcode":0,"errmsg":"ok","msgid":${msgId}}`);
    control.changeSettings({ bizsendReturnsMsgId: false });
    expect(await send({ template_id: 'S-lasting' })).toEqual({ errcode: 0, errmsg: 'ok' });
});
test.each([
    ['a stranger to the account', { touser: 'o-nobody' }, 40003],
    ['a template of the other channel', { template_id: 'T' }, 40037],
    ['a missing value', { data: {} }, 47003],
    ['a page that is none', { page: 'pages/index' }, 41030],
])('bizsend refuses %s and keeps the consent', async (_what, change, errcode) => {
    const { control, send } = await anAccount();
    await control.answerConsent('a', { accepted: ['S-once'] });
    expect(await send(change)).toMatchObject({ errcode });
    expect(await send()).toMatchObject({ errcode: 0 });
});
test.each([
    [[], { errCode: 10001 }],
    [['S-other'], { errCode: 20001 }],
    [['T'], { errCode: 20001 }],
    [['S-once', 'S-lasting'], { errCode: 20002 }],
    [['S-once', '1', '2', '3'], { errCode: 20003 }],
    [['S-once'], { templates: [{ templateId: 'S-once', title: once.title }], answer: 'accept' }],
])('wx-open-subscribe asking for %j hears what the platform says', async (templates, answer) => {
    const { simulator } = await anAccount({ consentAnswer: 'accept' });
    const url = '/phone/subscribe/ask';
    const asked = await simulator.app.inject({ method: 'POST', url, payload: { templates } });
    expect(asked.json()).toMatchObject(answer);
});
test('what the phone answers counts for the user of that phone', async () => {
    const { control, simulator } = await anAccount();
    const post = (url, payload) => simulator.app.inject({
        method: 'POST',
        url,
        payload,
        headers: { cookie: 'wechat_simulator_user=b' },
    });
    const answer = await post('/phone/subscribe', { accepted: ['S-once'], rejected: [] });
    expect(answer.statusCode).toBe(202);
    expect(control.users()[1]?.consents).toEqual({ 'S-once': 1 });
    expect((await post('/phone/subscribe/refuse', { templateId: 'S-once' })).statusCode).toBe(202);
    expect(control.users()[1]?.consents).toEqual({});
    expect((await post('/phone/subscribe/refuse', { templateId: 'S-0' })).statusCode).toBe(404);
});
