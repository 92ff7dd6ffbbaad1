import { describe, expect, test } from 'vitest';
import { TOKEN, errorOf, ok, startClient } from '../test/client-harness.ts';

const TEMPLATE = '/cgi-bin/message/template/send';
const SUBSCRIPTION = '/cgi-bin/message/subscribe/bizsend';
const openId = 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY';
const data = {
  thing1: '您兑换的礼品\n已发货，请留意查收，谢谢您的支持与惠顾',
  character_string2: 'SF154',
};
const message = { openId, templateId: 'TM1', data };
const sentData = {
  thing1: { value: '您兑换的礼品 已发货，请留意查收，谢谢…' },
  character_string2: { value: 'SF154' },
};

describe('S16: a template message', () => {
  test('says what it is to say, and its id keeps every digit', async () => {
    const { client, platform } = await startClient({
      [TEMPLATE]: () => ({ raw: '{"errcode":0,"errmsg":"ok","msgid":4363689963896700987}' }),
    });
    const url = 'https://q.example.com/orders/7';
    const sent = await client.sendTemplateMessage({ ...message, url, clientMessageId: 'n-7' });
    expect(sent).toEqual({ msgId: '4363689963896700987' });
    expect(platform.seen.at(-1)?.query).toEqual({ access_token: 'T1' });
    expect(JSON.parse(platform.seen.at(-1)?.body ?? '')).toEqual({
      touser: openId,
      template_id: 'TM1',
      url,
      client_msg_id: 'n-7',
      data: sentData,
    });
  });

  test.each(['200163836', 200163836])('has its id as text when it came as %j', async (msgid) => {
    const { client } = await startClient({ [TEMPLATE]: () => ({ ...ok(), msgid }) });
    expect(await client.sendTemplateMessage(message)).toEqual({ msgId: '200163836' });
  });

  test('without an id was sent nevertheless, and is not to be sent again', async () => {
    for (const msgid of [undefined, null, '', -1, 1.5, {}, '1'.repeat(21)]) {
      const { client, platform } = await startClient({ [TEMPLATE]: () => ({ ...ok(), msgid }) });
      const error = await errorOf(client.sendTemplateMessage(message));
      expect(error).toMatchObject({ errcode: 0, retryable: false });
      expect(platform.countOf(TEMPLATE)).toBe(1);
    }
  });

  test('keeps fields whose names mean something to objects', async () => {
    const { client, platform } = await startClient({ [TEMPLATE]: () => ({ ...ok(), msgid: 1 }) });
    const hostile = JSON.parse('{"__proto__":"a","constructor":"b"}') as Record<string, string>;
    await client.sendTemplateMessage({ ...message, data: hostile });
    expect(platform.seen.at(-1)?.body).toContain(
      '"data":{"__proto__":{"value":"a"},"constructor":{"value":"b"}}',
    );
  });

  test('leads nowhere but to an address, and its id of ours fits', async () => {
    const { client, platform } = await startClient({});
    const refused = [
      { url: 'javascript:alert(1)' },
      { url: '/points' },
      { url: `https://q.example.com/${'x'.repeat(1024)}` },
      { clientMessageId: '' },
      { clientMessageId: 'x'.repeat(33) },
      { clientMessageId: '通知' },
    ];
    for (const more of refused) {
      await expect(client.sendTemplateMessage({ ...message, ...more })).rejects.toThrow(RangeError);
    }
    const page = 'data:text/html,x';
    await expect(client.sendSubscriptionMessage({ ...message, page })).rejects.toThrow(RangeError);
    expect(platform.seen).toEqual([]);
  });
});

describe('S16: a subscription message', () => {
  test('is sent with its page; the platform may keep its id to itself', async () => {
    const { client, platform } = await startClient({
      [SUBSCRIPTION]: (_, count) => ({
        raw: count === 1 ? '{"errcode":0,"msgid":1700827132819554304}' : '{"errcode":0}',
      }),
    });
    const page = 'https://q.example.com/points';
    expect(await client.sendSubscriptionMessage({ ...message, page })).toEqual({
      msgId: '1700827132819554304',
    });
    expect(JSON.parse(platform.seen.at(-1)?.body ?? '')).toEqual({
      touser: openId,
      template_id: 'TM1',
      page,
      data: sentData,
    });
    expect(await client.sendSubscriptionMessage(message)).toEqual({ msgId: null });
  });
});

test.each([43004, 43101, 40003, 40037, 47003, 45009, 43019])(
  'S16: a message refused with %i is not sent again',
  async (errcode) => {
    const refuse = () => ({ errcode, errmsg: 'x' });
    const { client, platform } = await startClient({
      [TEMPLATE]: refuse,
      [SUBSCRIPTION]: refuse,
    });
    const sent = [client.sendTemplateMessage(message), client.sendSubscriptionMessage(message)];
    for (const error of await Promise.all(sent.map(errorOf))) {
      expect(error).toMatchObject({ errcode, retryable: false });
    }
    expect([platform.countOf(TEMPLATE), platform.countOf(SUBSCRIPTION)]).toEqual([1, 1]);
  },
);

test('S16: a message whose answer is lost is not sent twice', async () => {
  const { client, platform } = await startClient({
    [TEMPLATE]: () => 'reset',
    [SUBSCRIPTION]: () => 'reset',
  });
  const sent = [client.sendTemplateMessage(message), client.sendSubscriptionMessage(message)];
  for (const error of await Promise.all(sent.map(errorOf))) {
    expect(error).toMatchObject({ errcode: 0, retryable: true, neverSent: false });
  }
  expect([platform.countOf(TEMPLATE), platform.countOf(SUBSCRIPTION)]).toEqual([1, 1]);
});

test('S20: messages leave neither openid nor token in errors or log', async () => {
  const odd = 'an openid of another form';
  const { client, log } = await startClient({
    [TOKEN]: () => ({ access_token: 'tOkEn-0123456789', expires_in: 7200 }),
    [TEMPLATE]: ({ query, body }) => ({
      errcode: 40003,
      errmsg: `${query.access_token ?? ''} ${odd} ${body} rid: 7`,
    }),
  });
  const error = await errorOf(client.sendTemplateMessage({ ...message, openId: odd }));
  const text = JSON.stringify([log, error, error.message, error.stack]);
  expect(text).toContain(TEMPLATE);
  for (const secret of [odd, 'tOkEn-0123456789']) expect(text).not.toContain(secret);
});
