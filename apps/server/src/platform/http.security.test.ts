import type { OperationLine } from '@mashang/contract';
import { expect, test } from 'vitest';
import { openTestRoute } from '../../test/test-route.ts';
import type { Caller } from './http.ts';

function anApp(audit: (input: unknown) => void, who: Partial<Caller> = {}) {
  return openTestRoute({
    who: () => who,
    audit: async ({ input }) => audit(input),
    checkReplies: false,
  });
}

test('B15: no code leaves the house before the audit has its line', async () => {
  const { app, route } = anApp(() => {
    throw new Error('the audit log cannot be written');
  });
  route('GET /api/hq/deliveries/:deliveryId/file', async ({ reply }) => {
    void reply.send('every code of the batch');
  });
  const { statusCode, body } = await app.inject('/api/hq/deliveries/1/file');
  expect(statusCode).toBe(500);
  expect(body).not.toContain('every code');
});

test('B15: the reason given for freezing a batch stands in the audit log', async () => {
  const inputs: unknown[] = [];
  const { app, route } = anApp((input) => inputs.push(input));
  route('POST /api/hq/batches/:batchId/freeze', () => Promise.resolve({} as never));
  const payload = { reason: '印刷厂泄码' };
  await app.inject({ method: 'POST', url: '/api/hq/batches/7/freeze', payload });
  expect(inputs).toEqual([{ batchId: 7, reason: '印刷厂泄码' }]);
});

/** What the audit keeps of a write with this body. */
async function auditedBody(line: OperationLine, url: string, payload: object): Promise<unknown> {
  const inputs: unknown[] = [];
  const { app, route } = anApp((input) => inputs.push(input));
  route(line, () => Promise.resolve({} as never));
  const [method] = line.split(' ') as ['POST' | 'PUT'];
  const { statusCode } = await app.inject({ method, url, payload });
  expect([statusCode, inputs.length]).toEqual([200, 1]);
  return inputs[0];
}

test('B15: a secret one level down is stars in the audit, what stands beside it is not', async () => {
  const settings = {
    providers: ['aliyun'],
    priceMilliyuan: 45,
    monthlyBudgetYuan: null,
    alarmPercent: 80,
    perNumberAndDayMax: 10,
    perAddressAndHourMax: 60,
    perMinuteMax: 300,
    version: 0,
  };
  const aliyun = {
    accessKeyId: 'LTAI',
    signName: '码上',
    templateCode: 'S1',
    templateParameter: '',
  };
  const tencent = { sdkAppId: '1', signName: '码上', templateId: '2', region: '' };
  const line = 'PUT /api/hq/settings/sms';
  const kept = await auditedBody(line, '/api/hq/settings/sms', {
    ...settings,
    aliyun: { ...aliyun, accessKeySecret: 'hush-1' },
    tencent: { ...tencent, secretId: 'hush-2', secretKey: 'hush-3' },
  });
  expect(kept).toEqual({
    ...settings,
    aliyun: { ...aliyun, accessKeySecret: '***' },
    tencent: { ...tencent, secretId: '***', secretKey: '***' },
  });
});

test('B15: all three secrets of the Official Account are stars', async () => {
  const account = {
    ...{ appId: 'wx1', originalId: 'gh_1', accountName: '码上', version: 3 },
    ...{ messageMode: 'safe', onlyCallbackIps: false, verifyFiles: [] },
  };
  const secrets = { appSecret: 'hush-1', token: 'hush-2', encodingAesKey: 'hush-3' };
  const line = 'PUT /api/hq/settings/wechat';
  const kept = await auditedBody(line, '/api/hq/settings/wechat', { ...account, ...secrets });
  expect(JSON.stringify(kept)).not.toContain('hush');
  expect(kept).toMatchObject(account);
});

test('B15: an invitation’s token and password are stars', async () => {
  const payload = { invitationToken: 'hush-1', password: 'hush-2' };
  const kept = await auditedBody('POST /api/hq/invitations', '/api/hq/invitations', payload);
  expect(kept).toEqual({ invitationToken: '***', password: '***' });
});

test('B15: of a mobile number the audit keeps four digits, however it was typed', async () => {
  for (const [mobile, kept] of [
    ['15400000001', '*******0001'],
    ['+86 154-0000-0001', '+** ***-****-0001'],
  ]) {
    const line = 'POST /api/hq/settings/sms/test';
    const body = { provider: 'inForce', mobile };
    expect(await auditedBody(line, '/api/hq/settings/sms/test', body)).toEqual({
      ...body,
      mobile: kept,
    });
  }
});

test('B15: looking at a member’s number leaves whose it was, not the number', async () => {
  const inputs: unknown[] = [];
  const { app, route } = anApp((input) => inputs.push(input));
  const mobile = '15400000001';
  route('POST /api/hq/members/:memberId/reveal', () => Promise.resolve({ mobile }));
  const url = '/api/hq/members/7/reveal';
  const { body } = await app.inject({ method: 'POST', url, payload: {} });
  expect(body).toContain(mobile);
  expect(inputs).toEqual([{ memberId: 7 }]);
});

test.each([
  ['15400000001', '*******0001'],
  ['+86 154 0000 0001', '+86 *** **** 0001'],
  ['王芳 15400000001', '王芳 *******0001'],
  ['红烧酱油 500ml 100%', '红烧酱油 500ml 100%'],
  ['0001', '0001'],
  ['6911316223400', '6911316223400'],
])('B15: an export searched by %j keeps %j', async (search, kept) => {
  const inputs: unknown[] = [];
  const { app, route } = anApp((input) => inputs.push(input));
  route('GET /api/hq/members/export', async ({ reply }) => void reply.send(''));
  const query = new URLSearchParams({ format: 'csv', search });
  const { statusCode } = await app.inject(`/api/hq/members/export?${query.toString()}`);
  expect([statusCode, inputs]).toEqual([200, [{ format: 'csv', search: kept }]]);
});

test.each([
  ['GET /api/hq/staff', undefined],
  ['GET /api/hq/audit-log/export?format=csv', undefined],
  ['POST /api/hq/staff', { loginName: 'lina', displayName: '', role: 'administrator' }],
  ['PUT /api/hq/settings/points', { nameZh: '积分', nameEn: 'points', version: 0 }],
] as const)(
  'B15: %s is for administrators, and refused it leaves no line',
  async (line, payload) => {
    for (const staffRole of ['operator', null] as const) {
      const seen: unknown[] = [];
      const { app, route } = anApp((input) => seen.push(input), { staffRole });
      const [method, url] = line.split(' ') as ['GET' | 'POST' | 'PUT', string];
      route(line.split('?')[0] as OperationLine, () => {
        seen.push('the handler ran');
        return Promise.resolve({} as never);
      });
      const reply = await app.inject({ method, url, ...(payload ? { payload } : {}) });
      expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([403, 'forbidden']);
      expect(seen).toEqual([]);
    }
  },
);

test('S7: who still has to choose a password gets nothing but the way to choose one', async () => {
  const member = { memberId: 1, staffId: null, staffRole: null };
  const ask = async (passwordNeeded: boolean) => {
    const { app, route } = anApp(() => undefined, { ...member, passwordNeeded });
    route('GET /api/me/points', () => Promise.resolve({} as never));
    const { statusCode, body } = await app.inject('/api/me/points');
    return [statusCode, (JSON.parse(body) as { code?: string }).code];
  };
  expect(await ask(true)).toEqual([403, 'password_needed']);
  expect(await ask(false)).toEqual([200, undefined]);
});
