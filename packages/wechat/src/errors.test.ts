import { describe, expect, test } from 'vitest';
import {
  CREATE,
  TOKEN,
  appSecret,
  errorOf,
  menu,
  numberedToken,
  ok,
  startClient,
} from '../test/client-harness.ts';
import { WechatError } from './errors.ts';
import { redact } from './redact.ts';

describe('S20: what only a person can mend', () => {
  test.each([
    ...[40164, 61004, 45035, 48001, 48004, 50002, 40013, 40125, 89503, 89506, 89507, 45009],
  ])('%i is told once for each failed call', async (errcode) => {
    const { client, troubles } = await startClient({
      [CREATE]: () => ({ errcode, errmsg: 'x rid: 7' }),
    });
    await errorOf(client.createMenu(menu));
    await errorOf(client.createMenu(menu));
    expect(troubles.map((error) => error.errcode)).toEqual([errcode, errcode]);
    expect(troubles[0]).toMatchObject({ endpoint: CREATE, retryable: false });
  });

  test('a wrong secret is told once for fifty callers, whatever number it has', async () => {
    for (const errcode of [40125, 40001]) {
      const { client, troubles } = await startClient({
        [TOKEN]: () => ({ errcode, errmsg: 'invalid credential' }),
      });
      await Promise.allSettled(Array.from({ length: 50 }, () => client.createMenu(menu)));
      expect(troubles).toHaveLength(1);
    }
  });

  test('what mends itself, or is one user’s affair, is not told', async () => {
    const outcomes = [-1, 40001, 42001, 45011, 43004, 43101, 45015, 45047, 40003, 47003];
    const { client, troubles } = await startClient({
      [CREATE]: (_, count) => ({ errcode: outcomes[count % outcomes.length], errmsg: 'x' }),
    });
    await Promise.allSettled(outcomes.map(() => client.createMenu(menu)));
    const away = await startClient({ [CREATE]: () => 'reset' });
    await errorOf(away.client.createMenu(menu));
    expect([...troubles, ...away.troubles]).toEqual([]);
  });

  test('what is mended within its tries is not told', async () => {
    const { client, troubles } = await startClient({
      [TOKEN]: (request, count) =>
        count === 1 ? { errcode: -1, errmsg: 'x' } : numberedToken(request, count),
      [CREATE]: ok,
    });
    await client.createMenu(menu);
    expect(troubles).toEqual([]);
  });
});

describe('S20: the address the platform refuses', () => {
  test.each([
    ['invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 5f1a', '203.0.113.7'],
    ['invalid ip 203.0.113.7, not in whitelist hint: [x1 y2]', '203.0.113.7'],
    ['invalid ip 2001:db8::7 ipv6 2001:db8::7, not in whitelist', '2001:db8::7'],
    ['access clientip is not registered requestIP:198.51.100.9 rid: 1', '198.51.100.9'],
    ['invalid ip 999.1.1.1, not in whitelist', null],
    ['not in whitelist', null],
    ['', null],
  ])('is read from "%s"', (detail, callerIp) => {
    const error = new WechatError({ errcode: 40164, endpoint: TOKEN, detail });
    expect(error.callerIp).toBe(callerIp);
  });

  test.each([61004, 45035])('is read from a %i, too', (errcode) => {
    const detail = 'access clientip is not registered requestIP:198.51.100.9 rid: 1';
    expect(new WechatError({ errcode, endpoint: TOKEN, detail }).callerIp).toBe('198.51.100.9');
  });

  test('is nobody’s business in other errors', () => {
    const detail = 'invalid ip 203.0.113.7';
    expect(new WechatError({ errcode: 40013, endpoint: TOKEN, detail }).callerIp).toBeNull();
  });
});

describe('S20: a text for the log', () => {
  test('holds no openid, ticket or code in any spelling the platform has', () => {
    const openId = 'o6_bmjrPTlm6_2sgVt7hMZOPfL2M';
    const ticket = 'gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3==';
    const text = redact(
      `{"touser":"${openId}","ticket":"${ticket}","code_ticket": "6cb4bc95e1f1abc9",` +
        `"code_url":"P.URL.CN/0U.JYJXP3HJI2C98A9O","code":"000000012"} ` +
        `secret=${appSecret}&access_token=ToKeN&openid=short ${encodeURIComponent(ticket)} rid: 7`,
      [ticket],
    );
    expect(text).toContain('rid: 7');
    const secrets = [openId, ticket, '6cb4bc95e1f1abc9', 'JYJXP3HJI2C98A9O', '000000012'];
    for (const secret of [...secrets, appSecret, 'ToKeN', 'short', encodeURIComponent(ticket)]) {
      expect(text).not.toContain(secret);
    }
  });

  test('stays readable when a secret is too short to be one, and short', () => {
    expect(redact('pages are published', ['p', ''])).toBe('pages are published');
    expect(redact('x'.repeat(1_000_000), []).length).toBe(500);
  });
});
