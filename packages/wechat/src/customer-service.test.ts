import { describe, expect, test } from 'vitest';
import { TOKEN, appSecret, errorOf, ok, startClient } from '../test/client-harness.ts';

const SEND = '/cgi-bin/message/custom/send';
const openId = 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY';

describe('S16: a text in the chat', () => {
  test('is sent as plain UTF-8, to one user, with the token', async () => {
    const { client, platform } = await startClient({ [SEND]: ok });
    await client.sendCustomerServiceText(openId, '您的礼品已发货 🎁 "SF1" <b>\n单号\u0000');
    const request = platform.seen.at(-1);
    expect(request).toMatchObject({ method: 'POST', query: { access_token: 'T1' } });
    expect(request?.body).toContain('您的礼品已发货 🎁');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      touser: openId,
      msgtype: 'text',
      text: { content: '您的礼品已发货 🎁 "SF1" <b>\n单号\u0000' },
    });
  });

  test('with half a character in it arrives whole otherwise', async () => {
    const { client, platform } = await startClient({ [SEND]: ok });
    await client.sendCustomerServiceText(openId, '坏\ud800字');
    expect(platform.seen.at(-1)?.body).toContain('坏\ufffd字');
  });

  test.each([40001, 40014, 42001])(
    'is repeated exactly once with a new token after %i',
    async (errcode) => {
      const { client, platform } = await startClient({
        [SEND]: ({ query }) => (query.access_token === 'T1' ? { errcode, errmsg: 'x' } : ok()),
      });
      await client.sendCustomerServiceText(openId, '好');
      expect([platform.countOf(SEND), platform.countOf(TOKEN)]).toEqual([2, 2]);

      const stubborn = await startClient({ [SEND]: () => ({ errcode, errmsg: 'x' }) });
      const error = await errorOf(stubborn.client.sendCustomerServiceText(openId, '好'));
      expect(error).toMatchObject({ errcode, endpoint: SEND });
      expect(stubborn.platform.countOf(SEND)).toBe(2);
    },
  );

  test.each([
    [45015, 'response out of time limit'],
    [45047, 'out of response count limit'],
    [43004, 'require subscribe'],
    [40003, 'invalid openid'],
    [48001, 'api unauthorized'],
  ])('that is refused with %i is not sent again', async (errcode, errmsg) => {
    const { client, platform } = await startClient({ [SEND]: () => ({ errcode, errmsg }) });
    const error = await errorOf(client.sendCustomerServiceText(openId, '好'));
    expect(error).toMatchObject({ errcode, endpoint: SEND, retryable: false });
    expect(platform.countOf(SEND)).toBe(1);
  });

  test('is tried again while the platform is busy, and later when the minute is full', async () => {
    const busy = await startClient({
      [SEND]: (_, count) => (count < 3 ? { errcode: -1, errmsg: 'system error' } : ok()),
    });
    await busy.client.sendCustomerServiceText(openId, '好');
    expect(busy.platform.countOf(SEND)).toBe(3);
    const full = await startClient({ [SEND]: () => ({ errcode: 45011, errmsg: 'x' }) });
    const error = await errorOf(full.client.sendCustomerServiceText(openId, '好'));
    expect(error).toMatchObject({ errcode: 45011, retryable: true });
  });

  test('whose answer is lost is not sent twice', async () => {
    const { client, platform } = await startClient({ [SEND]: () => 'reset' });
    const error = await errorOf(client.sendCustomerServiceText(openId, '好'));
    expect(error).toMatchObject({ errcode: 0, retryable: true });
    expect(platform.countOf(SEND)).toBe(1);
  });

  test('leaves neither openid nor token in errors or log', async () => {
    const { client, log } = await startClient({
      [TOKEN]: () => ({ access_token: 'tOkEn-0123456789', expires_in: 7200 }),
      [SEND]: ({ query, body }) => ({
        errcode: 45015,
        errmsg: `${query.access_token ?? ''} ${body} ${appSecret} rid: 7`,
      }),
    });
    const error = await errorOf(client.sendCustomerServiceText(openId, '好'));
    const text = JSON.stringify([log, error, error.message, error.stack]);
    expect(text).toContain('rid: 7');
    for (const secret of [openId, 'tOkEn-0123456789', appSecret]) {
      expect(text).not.toContain(secret);
    }
  });
});
