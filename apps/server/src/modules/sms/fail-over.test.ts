import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startAliyunDouble, startTencentDouble } from '../../../test/sms-doubles/index.ts';
import type { CloudDouble } from '../../../test/sms-doubles/index.ts';
import { smsSettingsDefault } from './index.ts';
import type { Sms, SmsSettings } from './index.ts';
import { recipientOf, useSmsBench } from './sms-bench.ts';

const bench = useSmsBench();
const account = {
  aliyun: {
    accessKeyId: 'LTAI-test-key',
    accessKeySecret: 'aliyun-test-secret',
    signName: '码上积分',
    templateCode: 'SMS_1',
    templateParameter: 'code',
  },
  tencent: {
    secretId: 'AKID-test-key',
    secretKey: 'tencent-test-secret',
    sdkAppId: '1400000001',
    signName: '码上积分',
    templateId: '1',
    region: 'ap-guangzhou',
  },
};
const settings: SmsSettings = {
  ...smsSettingsDefault,
  ...account,
  providers: ['aliyun', 'tencent'],
  priceMilliyuan: 50,
};
const noCredit = { kind: 'refuse', code: 'isv.AMOUNT_NOT_ENOUGH' } as const;

let aliyun: CloudDouble;
let tencent: CloudDouble;
let sms: Sms;
beforeAll(async () => {
  aliyun = await startAliyunDouble(account.aliyun);
  tencent = await startTencentDouble(account.tencent);
});
afterAll(async () => {
  await aliyun.close();
  await tencent.close();
});
beforeEach(() => {
  for (const double of [aliyun, tencent]) {
    Object.assign(double, { behaviour: { kind: 'take' }, requests: [], taken: [] });
  }
  // A service of its own: breakers start closed.
  sms = bench.makeSms(undefined, { aliyun: aliyun.endpoint, tencent: tencent.endpoint });
  bench.settings = settings;
});

async function send(number: string): Promise<string> {
  const reserved = await bench.reserve(number, `10.0.${number.slice(-2)}.1`, sms);
  await sms.deliverCode(reserved);
  return reserved.code;
}

async function messages(): Promise<Record<string, unknown>[]> {
  const { rows } = await bench.database.pool.query<Record<string, unknown>>(
    `select provider, state, failure, first_failure as first, may_have_arrived as perhaps,
       price_milliyuan as price, provider_message_id as id from sms_message order by sms_message_id`,
  );
  return rows;
}

async function spentMilliyuan(): Promise<number> {
  const { rows } = await bench.database.pool.query<{ sum: number | null }>(
    'select sum(cost_milliyuan)::bigint as sum from sms_spending',
  );
  return rows[0]?.sum ?? 0;
}

test('S19: the first channel carries the code, and the second is left alone', async () => {
  const code = await send('15400000001');
  expect(aliyun.taken).toMatchObject([{ mobile: '15400000001', code }]);
  expect(tencent.requests).toEqual([]);
  expect(await messages()).toMatchObject([
    { provider: 'aliyun', state: 'sent', first: null, price: 50, id: '900620001^0' },
  ]);
});

test('S19: when the first channel has no credit the second carries the same code, paid once', async () => {
  aliyun.behaviour = noCredit;
  const code = await send('15400000001');
  expect(tencent.taken).toMatchObject([{ mobile: '+8615400000001', code }]);
  expect(await messages()).toMatchObject([
    {
      provider: 'tencent',
      state: 'sent',
      failure: null,
      first: 'aliyun refused isv.AMOUNT_NOT_ENOUGH',
      price: 50,
      id: '5000:1',
    },
  ]);
  expect(await spentMilliyuan()).toBe(50);
  expect(await bench.check('15400000001', code)).toEqual({ right: true });
});

test('S19: when the first channel is silent the second carries the code, and both are paid', async () => {
  aliyun.behaviour = { kind: 'hangUp' };
  await send('15400000001');
  expect(await messages()).toMatchObject([
    { provider: 'tencent', state: 'sent', first: 'aliyun unanswered', price: 100 },
  ]);
  expect(await spentMilliyuan()).toBe(100);
});

test('S19: a slow first channel is given up after five seconds and the second carries the code', async () => {
  aliyun.behaviour = { kind: 'silence' };
  const startedAt = performance.now();
  await send('15400000001');
  expect(performance.now() - startedAt).toBeLessThan(8_000);
  expect(tencent.taken).toHaveLength(1);
});

test('S19: no money for a second try means no second try', async () => {
  bench.settings = { ...settings, priceMilliyuan: 600, monthlyBudgetYuan: 1 };
  aliyun.behaviour = { kind: 'hangUp' };
  await expect(send('15400000001')).rejects.toMatchObject({ code: 'sms_unavailable' });
  expect(tencent.requests).toEqual([]);
  expect(await messages()).toMatchObject([
    { provider: 'aliyun', state: 'failed', failure: 'unanswered', perhaps: true, price: 600 },
  ]);
  expect(await spentMilliyuan()).toBe(600);
});

test('S19: with both channels down the member is told, both failures are kept, nothing is paid', async () => {
  aliyun.behaviour = noCredit;
  tencent.behaviour = { kind: 'refuse', code: 'LimitExceeded.AppDailyLimit' };
  await expect(send('15400000001')).rejects.toMatchObject({ code: 'sms_unavailable', status: 503 });
  expect(await messages()).toMatchObject([
    {
      provider: 'tencent',
      state: 'failed',
      failure: 'refused LimitExceeded.AppDailyLimit',
      first: 'aliyun refused isv.AMOUNT_NOT_ENOUGH',
      perhaps: false,
      price: 0,
    },
  ]);
  expect(await spentMilliyuan()).toBe(0);
  tencent.behaviour = { kind: 'take' };
  await send('15400000001');
});

test('S19: a number that the first channel calls impossible is not tried at the second', async () => {
  aliyun.behaviour = { kind: 'refuse', code: 'isv.MOBILE_NUMBER_ILLEGAL' };
  await expect(send('15400000001')).rejects.toMatchObject({ code: 'sms_unavailable' });
  expect(tencent.requests).toEqual([]);
});

test('S19: after three failures in a row a channel rests for a minute, then leads again', async () => {
  aliyun.behaviour = noCredit;
  for (const number of ['15400000001', '15400000002', '15400000003']) await send(number);
  expect(aliyun.requests).toHaveLength(3);
  await send('15400000004');
  expect(aliyun.requests).toHaveLength(3);
  aliyun.behaviour = { kind: 'take' };
  bench.wait(61);
  await send('15400000005');
  expect(aliyun.taken).toHaveLength(1);
});

test('S19: a resting channel is still better than none', async () => {
  aliyun.behaviour = noCredit;
  for (const number of ['15400000001', '15400000002', '15400000003']) await send(number);
  aliyun.behaviour = { kind: 'take' };
  tencent.behaviour = { kind: 'refuse', code: 'LimitExceeded.AppDailyLimit' };
  await send('15400000004');
  expect(aliyun.taken).toHaveLength(1);
});

test('S19: impossible numbers, however many, silence no channel', async () => {
  aliyun.behaviour = { kind: 'refuse', code: 'isv.MOBILE_NUMBER_ILLEGAL' };
  for (const number of ['15400000001', '15400000002', '15400000003', '15400000004']) {
    await expect(send(number)).rejects.toMatchObject({ code: 'sms_unavailable' });
  }
  aliyun.behaviour = { kind: 'take' };
  await send('15400000005');
  expect(aliyun.taken).toHaveLength(1);
});

test('S19: new keys are used at once, and start with a clean record', async () => {
  bench.settings = { ...settings, aliyun: { ...account.aliyun, accessKeySecret: 'wrong' } };
  for (const number of ['15400000001', '15400000002', '15400000003']) await send(number);
  expect(tencent.taken).toHaveLength(3);
  bench.settings = settings;
  await send('15400000004');
  expect(aliyun.taken).toHaveLength(1);
});

test('S19: the log and the tables know neither number, code nor key, whatever the clouds quote', async () => {
  aliyun.behaviour = noCredit;
  tencent.behaviour = { kind: 'refuse', code: 'FailedOperation.SignatureIncorrectOrUnapproved' };
  const codes: string[] = [];
  const fail = async () => {
    const reserved = await bench.reserve('15400000001', '10.0.0.1', sms);
    codes.push(reserved.code);
    await expect(sms.deliverCode(reserved)).rejects.toMatchObject({ code: 'sms_unavailable' });
  };
  await fail();
  bench.settings = {
    ...settings,
    aliyun: { ...account.aliyun, accessKeySecret: 'wrong' },
    tencent: { ...account.tencent, secretKey: 'wrong' },
  };
  await fail();
  expect(bench.logged).toHaveLength(4);
  const { rows } = await bench.database.pool.query<{ text: string }>(
    'select m::text as text from sms_message m',
  );
  const all = JSON.stringify([bench.logged, rows]);
  for (const code of codes) expect(all).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`));
  expect(codes).toHaveLength(2);
  expect(all).not.toMatch(/15400000001|secret|wrong|TemplateParam/);
});

test('S19: a test of one channel counts and costs, opens nothing, and says what went wrong', async () => {
  const input = { recipient: recipientOf('15400000001'), address: '10.0.0.1' };
  bench.settings = { ...settings, providers: ['tencent'] };
  expect(await sms.sendTest({ ...input, channel: 'aliyun' })).toEqual({ sent: true });
  expect(aliyun.taken).toHaveLength(1);
  const code = aliyun.taken[0]?.code ?? '';
  expect(await bench.check('15400000001', code)).toMatchObject({ right: false });
  expect(await spentMilliyuan()).toBe(50);
  await expect(sms.sendTest({ ...input, channel: 'inForce' })).rejects.toMatchObject({
    code: 'sms_too_soon',
  });
  bench.wait(61);
  tencent.behaviour = { kind: 'refuse', code: 'LimitExceeded.AppDailyLimit' };
  expect(await sms.sendTest({ ...input, channel: 'inForce' })).toEqual({
    sent: false,
    failure: 'refused LimitExceeded.AppDailyLimit',
  });
  bench.settings = { ...settings, aliyun: smsSettingsDefault.aliyun };
  await expect(sms.sendTest({ ...input, channel: 'aliyun' })).rejects.toMatchObject({
    code: 'bad_request',
  });
});
