import { describe, expect, test } from 'vitest';
import { describeDevice } from './describe-device.ts';
import { useMembersBench } from './members-bench.ts';

const bench = useMembersBench();
const mobile = '15400000001';
const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50(0x1800322f) NetType/WIFI Language/zh_CN';
const desktop =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

async function enter(number: string, openId: string, userAgent = 'test'): Promise<string> {
  bench.wait(60);
  const smsCode = await bench.receiveCode(number);
  const token = await bench.enterFromWechat(openId);
  const body = { mobile: number, smsCode };
  return (await bench.call('POST /api/bindings', body, token, { userAgent })).token ?? '';
}

const list = async (token: string) =>
  (await bench.call('GET /api/me/sessions', undefined, token)).body['sessions'] as {
    sessionId: string;
    device: string;
    isCurrent: boolean;
  }[];
const stateOf = async (token: string) =>
  (await bench.call('GET /api/session', undefined, token)).body['state'];

describe('GET /api/me/sessions', () => {
  test('S9: a member sees where the account is signed in, this browser first', async () => {
    const telephone = await enter(mobile, 'open-1', iPhone);
    const tablet = await enter(mobile, 'open-1', desktop);
    await enter('15400000002', 'open-3');
    expect(await list(telephone)).toEqual([
      expect.objectContaining({ device: 'iPhone · 微信', inWechat: true, isCurrent: true }),
      expect.objectContaining({ device: 'Windows · Chrome', isCurrent: false }),
    ]);
    expect((await list(tablet))[0]).toMatchObject({ isCurrent: true, device: 'Windows · Chrome' });
    // Knows only the WeChat user, who is the member by now; and an expired one is gone.
    await bench.enterFromWechat('open-1');
    expect(await list(telephone)).toHaveLength(3);
    bench.wait(180 * 24 * 60 * 60 - 100);
    expect(await list(tablet)).toHaveLength(2);
  });

  test('S9: no token or hash of a token is the number of a session that opens anything', async () => {
    const token = await enter(mobile, 'open-1');
    const [{ sessionId } = { sessionId: '' }] = await list(token);
    for (const guess of [sessionId, Buffer.from(sessionId, 'hex').toString('base64url')]) {
      expect(await stateOf(guess)).toBe('anonymous');
    }
  });

  test.each(['\u0000\u202eevil', '<script>alert(1)</script>', 'x'.repeat(5000), '\ud800'])(
    'S9: the browser that calls itself %j is listed like any other',
    async (userAgent) => {
      const token = await enter(mobile, 'open-1', userAgent.replaceAll('\u0000', '\u0001'));
      expect(await list(token)).toMatchObject([{ device: '未知设备' }]);
      const [row] = await bench.rows('select user_agent from member_session');
      expect(String(row?.['user_agent']).length).toBeLessThanOrEqual(300);
    },
  );
});

describe('POST /api/me/sessions/end', () => {
  test('S9: one session is ended by its number, the others stay', async () => {
    const telephone = await enter(mobile, 'open-1');
    const tablet = await enter(mobile, 'open-1');
    const other = (await list(telephone)).find(({ isCurrent }) => !isCurrent);
    const ended = await bench.call('POST /api/me/sessions/end', other && pick(other), telephone);
    expect(ended).toMatchObject({ status: 200, body: { ended: 1 } });
    expect([await stateOf(telephone), await stateOf(tablet)]).toEqual(['member', 'anonymous']);
  });

  test('S9: every session but this is ended, also those that know only the WeChat user', async () => {
    const telephone = await enter(mobile, 'open-1');
    const others = [await enter(mobile, 'open-1'), await bench.enterFromWechat('open-1')];
    const stranger = await enter('15400000002', 'open-3');
    const ended = await bench.call('POST /api/me/sessions/end', {}, telephone);
    expect(ended.body).toEqual({ ended: 2 });
    for (const token of others) expect(await stateOf(token)).toBe('anonymous');
    expect([await stateOf(telephone), await stateOf(stranger)]).toEqual(['member', 'member']);
  });

  test('S9: the session of somebody else, or of nobody, cannot be ended', async () => {
    const token = await enter(mobile, 'open-1');
    const stranger = await enter('15400000002', 'open-2');
    const [foreign = { sessionId: '' }] = await list(stranger);
    for (const sessionId of [foreign.sessionId, 'f'.repeat(64), '\u0000', "' or true --", '%']) {
      const ended = await bench.call('POST /api/me/sessions/end', { sessionId }, token);
      expect(ended).toMatchObject({ status: 200, body: { ended: 0 } });
    }
    expect(await stateOf(stranger)).toBe('member');
  });
});

test.each([
  [iPhone, 'zh', 'iPhone · 微信'],
  [iPhone, 'en', 'iPhone · WeChat'],
  [desktop, 'zh', 'Windows · Chrome'],
  [`${desktop} Edg/130.0.0.0`, 'zh', 'Windows · Edge'],
  [
    'Mozilla/5.0 (Linux; Android 14; HBN-AL00) Chrome/114 HuaweiBrowser/15',
    'zh',
    'Android · Huawei Browser',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/17.0 Safari/605.1.15', 'zh', 'Mac · Safari'],
  ['', 'en', 'Unknown device'],
] as const)('S9: %j is called %s %s', (userAgent, language, name) => {
  expect(describeDevice(userAgent, language)).toBe(name);
});

function pick({ sessionId }: { sessionId: string }) {
  return { sessionId };
}
