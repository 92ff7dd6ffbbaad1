import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAliyunDouble } from '../../../test/sms-doubles/index.ts';
import type { CloudDouble } from '../../../test/sms-doubles/index.ts';
import { createSettings, readWechatSettings } from './index.ts';
import { useSettingsBench } from './settings-bench.ts';

const bench = useSettingsBench();
const aliyun = {
  accessKeyId: 'LTAI-test-key',
  signName: '好味道',
  templateCode: 'SMS_1',
  templateParameter: 'code',
};
const tencent = { secretId: '', sdkAppId: '', signName: '', templateId: '', region: '' };
const smsBody = {
  providers: ['aliyun'],
  priceMilliyuan: 45,
  monthlyBudgetYuan: 100,
  alarmPercent: 80,
  perNumberAndDayMax: 10,
  perAddressAndHourMax: 30,
  perMinuteMax: 300,
  aliyun: { ...aliyun, accessKeySecret: 'Aliyun0Secret' },
  tencent,
  version: 0,
};
const wechatBody = {
  appId: 'wx0123456789abcdef',
  originalId: 'gh_0123456789ab',
  accountName: '好味道',
  appSecret: 'App0Secret0App0Secret',
  token: 'Token0Token',
  encodingAesKey: 'k'.repeat(43),
  version: 0,
};

describe('brand and points', () => {
  test('S20: before anything is saved the house stands in, at version 0', async () => {
    const { status, body } = await bench.call('GET /api/hq/settings');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      brand: { name: '码上积分', logoPictureId: null, version: 0 },
      points: { nameZh: '积分', nameEn: 'points', version: 0 },
      sms: { providers: [], perNumberAndDayMax: 10, inForce: [], version: 0 },
      wechat: { appId: '', inForce: 'none', restartNeeded: false, version: 0 },
    });
    expect(body).toMatchObject({
      wechat: { callbackUrl: 'https://points.example.cn/wechat/callback' },
    });
  });

  test('S20: name, logo and wording reach the site with the next request', async () => {
    const pictureId = randomUUID();
    await bench.database.pool.query(
      `insert into picture (picture_id, source_hash, width, height, created_at)
       values ($1, '\\x01', 10, 10, now())`,
      [pictureId],
    );
    const brand = { name: '好味道', logoPictureId: pictureId, version: 0 };
    expect((await bench.call('PUT /api/hq/settings/brand', brand)).status).toBe(200);
    const points = { nameZh: '金币', nameEn: 'coins', version: 0 };
    expect((await bench.call('PUT /api/hq/settings/points', points)).status).toBe(200);
    expect((await bench.call('GET /api/site')).body).toMatchObject({
      brandName: '好味道',
      logoUrl: `/pictures/${pictureId}/small`,
      pointsWording: { zh: '金币', en: 'coins' },
    });
  });

  test('S20: a logo nobody uploaded is refused', async () => {
    const brand = { name: '好味道', logoPictureId: randomUUID(), version: 0 };
    const { status, body } = await bench.call('PUT /api/hq/settings/brand', brand);
    expect([status, body]).toMatchObject([404, { code: 'picture_not_found' }]);
  });

  test.each(['\u202e\u200b', ' \0 ', '\n'])(
    'S20: a name of nothing visible (%j) is refused',
    async (name) => {
      const brand = { name, logoPictureId: null, version: 0 };
      const { status, body } = await bench.call('PUT /api/hq/settings/brand', brand);
      expect([status, body]).toMatchObject([400, { code: 'bad_request' }]);
    },
  );

  test.each([
    ['好味\0道', '好味道'],
    ['<b>好</b>', '<b>好</b>'],
    ['\u202e好👨‍👩‍👧味', '好👨‍👩‍👧味'],
    ['好\ud800味', '好\ufffd味'],
  ])('S20: the name %j is kept as %j', async (given, kept) => {
    const brand = { name: given, logoPictureId: null, version: 0 };
    const { body } = await bench.call('PUT /api/hq/settings/brand', brand);
    expect(body).toMatchObject({ brand: { name: kept, version: 1 } });
  });

  test('S20: of two administrators saving the same version at once one wins, every time', async () => {
    for (const version of [0, 1]) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          bench.call('PUT /api/hq/settings/points', {
            nameZh: `积分${index}`,
            nameEn: 'points',
            version,
          }),
        ),
      );
      const refused = answers.filter(({ status }) => status === 409);
      expect(refused).toHaveLength(49);
      expect(refused[0]?.body).toMatchObject({ code: 'changed_meanwhile' });
    }
  });

  test('S20: an operator may not even look', async () => {
    bench.role = 'operator';
    expect((await bench.call('GET /api/hq/settings')).status).toBe(403);
  });
});

describe('secrets', () => {
  const secrets = /Aliyun0Secret|Tencent0Key|App0Secret|Token0Token|k{43}/;

  test('S19: a secret can be read nowhere: not in replies, not in the audit log, not in a dump', async () => {
    const sms = { ...smsBody, tencent: { ...tencent, secretKey: 'Tencent0Key' } };
    const answers = [
      await bench.call('PUT /api/hq/settings/sms', sms),
      await bench.call('PUT /api/hq/settings/wechat', wechatBody),
      await bench.call('GET /api/hq/settings'),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).not.toMatch(secrets);
    }
    expect(answers[2]?.body).toMatchObject({
      sms: { aliyun: { accessKeySecretIsSet: true }, tencent: { secretKeyIsSet: true } },
      wechat: { appSecretIsSet: true, tokenIsSet: true, encodingAesKeyIsSet: true },
    });
    const dump = await bench.dump();
    expect(dump).toContain('PUT /api/hq/settings/wechat');
    expect(dump).not.toMatch(secrets);
    const bytes = Buffer.from('Aliyun0Secret').toString('hex');
    expect(dump).not.toContain(bytes);
    expect((await bench.settings.read()).sms.aliyun.accessKeySecret).toBe('Aliyun0Secret');
  });

  test('S19: a secret that is not given is kept, an empty one is forgotten', async () => {
    await bench.call('PUT /api/hq/settings/sms', smsBody);
    const kept = { ...smsBody, aliyun, version: 1 };
    expect((await bench.call('PUT /api/hq/settings/sms', kept)).status).toBe(200);
    expect((await bench.settings.read()).sms.aliyun.accessKeySecret).toBe('Aliyun0Secret');
    const forgotten = {
      ...smsBody,
      providers: [],
      aliyun: { ...aliyun, accessKeySecret: '' },
      version: 2,
    };
    const { body } = await bench.call('PUT /api/hq/settings/sms', forgotten);
    expect(body).toMatchObject({ sms: { aliyun: { accessKeySecretIsSet: false } } });
  });

  test('S19: sealed secrets of one setting do not open in the row of another', async () => {
    await bench.call('PUT /api/hq/settings/sms', smsBody);
    await bench.call('PUT /api/hq/settings/wechat', wechatBody);
    await bench.database.pool.query(
      `update setting set secrets_sealed =
         (select secrets_sealed from setting where name = 'sms') where name = 'wechat'`,
    );
    bench.settings.forget();
    await expect(bench.settings.read()).rejects.toThrow();
  });
});

describe('validation', () => {
  test('S19: a channel that is to be used must be complete, and the missing is named', async () => {
    const body = { ...smsBody, aliyun, providers: ['aliyun', 'tencent'] };
    const answer = await bench.call('PUT /api/hq/settings/sms', body);
    expect([answer.status, answer.body]).toMatchObject([
      400,
      { code: 'bad_request', message: '阿里云短信已启用，还缺：AccessKey Secret' },
    ]);
  });

  test.each([
    ['an AppID', { appId: 'wx0123' }, 'AppID'],
    ['an EncodingAESKey of 42', { encodingAesKey: 'k'.repeat(42) }, '43'],
    ['an EncodingAESKey with a dash', { encodingAesKey: '-'.repeat(43) }, '43'],
    ['a token', { token: 'a b-c' }, 'Token'],
    ['an original id', { originalId: 'wx_1' }, 'gh_'],
  ])('S20: %s that cannot be right is refused in words', async (_what, fields, word) => {
    const answer = await bench.call('PUT /api/hq/settings/wechat', { ...wechatBody, ...fields });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(word);
    expect(answer.text).not.toContain('App0Secret');
  });

  test.each([
    ['a budget below zero', { monthlyBudgetYuan: -1 }],
    ['a price that is no number', { priceMilliyuan: '45' }],
    ['a limit of zero', { perMinuteMax: 0 }],
    ['a channel twice', { providers: ['aliyun', 'aliyun'] }],
    ['a channel nobody knows', { providers: ['pigeon'] }],
  ])('S19: %s is refused', async (_what, fields) => {
    const answer = await bench.call('PUT /api/hq/settings/sms', { ...smsBody, ...fields });
    expect([answer.status, answer.body]).toMatchObject([400, { code: 'bad_request' }]);
  });
});

describe('in force', () => {
  test('S20: a complete account is read at the start, an incomplete one is not', async () => {
    const { db } = bench.database;
    const partial = { ...wechatBody, token: '' };
    await bench.call('PUT /api/hq/settings/wechat', partial);
    expect(await readWechatSettings(db, bench.masterKey)).toBeUndefined();
    await bench.call('PUT /api/hq/settings/wechat', { ...wechatBody, version: 1 });
    const { version: _version, ...account } = wechatBody;
    expect(await readWechatSettings(db, bench.masterKey)).toMatchObject({ account });
  });

  test('S20: what was saved needs a restart until it is in force, unless the environment decides', async () => {
    const saved = await bench.call('PUT /api/hq/settings/wechat', wechatBody);
    expect(saved.body).toMatchObject({ wechat: { inForce: 'none', restartNeeded: true } });
    const stored = await readWechatSettings(bench.database.db, bench.masterKey);
    Object.assign(bench.wechatInForce, {
      source: 'settings',
      fingerprint: stored?.fingerprint ?? null,
    });
    const running = await bench.call('GET /api/hq/settings');
    expect(running.body).toMatchObject({ wechat: { inForce: 'settings', restartNeeded: false } });
    Object.assign(bench.wechatInForce, { source: 'environment', fingerprint: null });
    const decided = await bench.call('GET /api/hq/settings');
    expect(decided.body).toMatchObject({
      wechat: { inForce: 'environment', restartNeeded: false },
    });
  });

  test('S20: settings saved by another process are in force within a second', async () => {
    const other = createSettings({ db: bench.database.db, masterKey: bench.masterKey });
    expect((await other.read()).points.nameZh).toBe('积分');
    await bench.call('PUT /api/hq/settings/points', { nameZh: '金币', nameEn: 'c', version: 0 });
    await expect
      .poll(async () => (await other.read()).points.nameZh, { timeout: 1_500 })
      .toBe('金币');
  });

  test('S19: fifty transactions that ask at once for old settings do not wait for each other', async () => {
    bench.settings.forget();
    const { db } = bench.database;
    const names = await Promise.all(
      Array.from({ length: 50 }, () =>
        db.transaction().execute(async (tx) => (await bench.settings.read(tx)).points.nameZh),
      ),
    );
    expect(new Set(names)).toEqual(new Set(['积分']));
  });
});

describe('a test message', () => {
  let double: CloudDouble;
  beforeAll(async () => {
    double = await startAliyunDouble({
      accessKeyId: 'LTAI-test-key',
      accessKeySecret: 'Aliyun0Secret',
    });
    bench.endpoints.aliyun = double.endpoint;
  });
  afterAll(() => double.close());

  test('S19: goes out through the channel as saved, counts, costs, and says why it did not', async () => {
    const ask = (body = {}) =>
      bench.call('POST /api/hq/settings/sms/test', {
        provider: 'aliyun',
        mobile: '15400000001',
        ...body,
      });
    expect((await ask()).body).toMatchObject({ code: 'bad_request' });
    await bench.call('PUT /api/hq/settings/sms', smsBody);
    expect((await ask({ mobile: '25400000001' })).body).toMatchObject({ code: 'mobile_invalid' });
    expect((await ask()).body).toEqual({ sent: true, failure: null });
    expect(double.taken).toMatchObject([{ mobile: '15400000001', signName: '好味道' }]);
    expect((await ask({ provider: 'inForce' })).body).toMatchObject({ code: 'sms_too_soon' });
    bench.time = new Date(bench.time.getTime() + 61_000);
    double.behaviour = { kind: 'refuse', code: 'isv.AMOUNT_NOT_ENOUGH' };
    expect((await ask()).body).toEqual({ sent: false, failure: 'refused isv.AMOUNT_NOT_ENOUGH' });
    const summary = await bench.call('GET /api/hq/sms/summary');
    expect(summary.body).toEqual({
      month: '2026-11',
      sent: 1,
      failed: 1,
      costMilliyuan: 45,
      budgetMilliyuan: 100_000,
      budgetState: 'fine',
      providers: ['aliyun'],
      days: [{ day: '2026-11-22', provider: 'aliyun', sent: 1, failed: 1, costMilliyuan: 45 }],
      failures: [{ reason: 'aliyun refused isv.AMOUNT_NOT_ENOUGH', count: 1 }],
    });
    expect(await bench.dump()).not.toContain('15400000001');
  });
});
