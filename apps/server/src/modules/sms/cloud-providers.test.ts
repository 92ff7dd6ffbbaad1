import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replay, startAliyunDouble, startTencentDouble } from '../../../test/sms-doubles/index.ts';
import type { CloudDouble } from '../../../test/sms-doubles/index.ts';
import { createAliyunProvider, createTencentProvider } from './index.ts';
import type { SmsProvider, SmsProviderError } from './index.ts';

const message = { mobile: '15400000001', code: '012345', validMinutes: 5 };

const aliyunAccount = {
  accessKeyId: 'LTAI-test-key',
  accessKeySecret: 'aliyun-test-secret',
  signName: '码上积分',
  templateCode: 'SMS_123456789',
  templateParameter: 'code',
};
const tencentAccount = {
  secretId: 'AKID-test-key',
  secretKey: 'tencent-test-secret',
  sdkAppId: '1400000001',
  signName: '码上积分',
  templateId: '449739',
  region: 'ap-guangzhou',
};

const clouds = {
  aliyun: {
    start: () => startAliyunDouble(aliyunAccount),
    create: (endpoint: string, timeoutMs?: number, secret?: string) =>
      createAliyunProvider({
        ...aliyunAccount,
        endpoint,
        ...(timeoutMs ? { timeoutMs } : {}),
        ...(secret ? { accessKeySecret: secret } : {}),
      }),
    mobileOnTheWire: '15400000001',
    template: 'SMS_123456789',
    messageId: '900620001^0',
    signatureCode: 'SignatureDoesNotMatch',
    /** The SDK does not tell the status of an answer that is no JSON. */
    gatewayRefusal: 'unanswered',
    refusals: [
      ['isv.MOBILE_NUMBER_ILLEGAL', 'refused', 'number'],
      ['isv.BUSINESS_LIMIT_CONTROL', 'refused', 'numberLimit'],
      ['isv.AMOUNT_NOT_ENOUGH', 'refused', 'provider'],
      ['isv.SMS_TEMPLATE_ILLEGAL', 'refused', 'provider'],
      ['isp.RAM_PERMISSION_DENY', 'refused', 'provider'],
      ['Throttling.User', 'refused', 'provider'],
      ['isp.SYSTEM_ERROR', 'unanswered', 'provider'],
      ['ServiceUnavailable', 'unanswered', 'provider'],
    ],
  },
  tencent: {
    start: () => startTencentDouble(tencentAccount),
    create: (endpoint: string, timeoutMs?: number, secret?: string) =>
      createTencentProvider({
        ...tencentAccount,
        endpoint,
        ...(timeoutMs ? { timeoutMs } : {}),
        ...(secret ? { secretKey: secret } : {}),
      }),
    mobileOnTheWire: '+8615400000001',
    template: '449739',
    messageId: '5000:1',
    signatureCode: 'AuthFailure.SignatureFailure',
    gatewayRefusal: 'refused',
    refusals: [
      ['InvalidParameterValue.IncorrectPhoneNumber', 'refused', 'number'],
      ['FailedOperation.PhoneNumberInBlacklist', 'refused', 'number'],
      ['LimitExceeded.PhoneNumberDailyLimit', 'refused', 'numberLimit'],
      ['LimitExceeded.AppDailyLimit', 'refused', 'provider'],
      ['FailedOperation.InsufficientBalanceInSmsPackage', 'refused', 'provider'],
      ['UnauthorizedOperation.SmsSdkAppIdVerifyFail', 'refused', 'provider'],
      ['InternalError.RequestTimeException', 'unanswered', 'provider'],
    ],
  },
};

describe.each(['aliyun', 'tencent'] as const)('%s', (name) => {
  const cloud = clouds[name];
  let double: CloudDouble;
  let provider: SmsProvider;
  beforeAll(async () => {
    double = await cloud.start();
    provider = cloud.create(double.endpoint);
    // The SDK is loaded once, before anything is timed.
    await provider.send(message);
  }, 30_000);
  beforeEach(() => Object.assign(double, { requests: [], taken: [], behaviour: { kind: 'take' } }));
  afterAll(() => double.close());

  async function failureOf(from: SmsProvider = provider): Promise<SmsProviderError> {
    const error: unknown = await from.send(message).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: 'SmsProviderError' });
    expect(String(error) + JSON.stringify(error)).not.toMatch(/15400000001|012345|secret/);
    return error as SmsProviderError;
  }

  test('S19: a message signed by the SDK is taken, and its number at the provider is kept', async () => {
    expect(await provider.send(message)).toEqual({ providerMessageId: cloud.messageId });
    expect(double.taken).toEqual([
      {
        mobile: cloud.mobileOnTheWire,
        code: '012345',
        signName: '码上积分',
        template: cloud.template,
      },
    ]);
    expect(double.requests).toHaveLength(1);
  });

  test('S19: a message signed with another secret is refused with the platform’s own word', async () => {
    const stranger = cloud.create(double.endpoint, undefined, 'another-secret');
    expect(await failureOf(stranger)).toMatchObject({
      failure: 'refused',
      platformCode: cloud.signatureCode,
    });
    expect(double.taken).toEqual([]);
  });

  test('S19: the double believes no request that was changed on the way', async () => {
    await provider.send(message);
    const [original] = double.requests;
    if (!original) throw new Error('no request');
    const changed = {
      ...original,
      url: original.url.replace('15400000001', '15400000002'),
      body: Buffer.from(original.body.toString().replace('15400000001', '15400000002')),
    };
    expect([changed.url, changed.body]).not.toEqual([original.url, original.body]);
    const answer = await replay(double.endpoint, changed);
    expect(JSON.stringify(answer.body)).toContain(cloud.signatureCode);
    const withBody = { ...original, body: Buffer.concat([original.body, Buffer.from(' ')]) };
    expect(JSON.stringify((await replay(double.endpoint, withBody)).body)).toContain(
      cloud.signatureCode,
    );
    expect(double.taken).toHaveLength(1);
  });

  test.each(cloud.refusals)(
    'S19: %s counts as %s and concerns the %s',
    async (code, failure, concerns) => {
      double.behaviour = { kind: 'refuse', code };
      expect(await failureOf()).toMatchObject({ failure, concerns, platformCode: code });
    },
  );

  test('S19: silence ends after the time limit and counts as unanswered', async () => {
    double.behaviour = { kind: 'silence' };
    const startedAt = performance.now();
    expect(await failureOf(cloud.create(double.endpoint, 200))).toMatchObject({
      failure: 'unanswered',
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(double.requests).toHaveLength(1);
  });

  test('S19: a connection cut after the request counts as unanswered, and is not tried twice', async () => {
    double.behaviour = { kind: 'hangUp' };
    expect(await failureOf()).toMatchObject({ failure: 'unanswered' });
    expect(double.requests).toHaveLength(1);
  });

  test.each([
    [502, 'unanswered'],
    [403, cloud.gatewayRefusal],
  ])('S19: an answer %i of some gateway counts as %s', async (status, failure) => {
    double.behaviour = { kind: 'status', status };
    expect(await failureOf()).toMatchObject({ failure });
  });

  test('S19: nobody listening counts as unreachable', async () => {
    const gone = await cloud.start();
    await gone.close();
    expect(await failureOf(cloud.create(gone.endpoint))).toMatchObject({
      failure: 'unreachable',
      platformCode: 'ECONNREFUSED',
    });
  });
});

describe('late answers', () => {
  const doubles: CloudDouble[] = [];
  afterEach(async () => {
    for (const double of doubles.splice(0)) await double.close();
  });

  test('S19: fifty messages at once are fifty messages', async () => {
    for (const name of ['aliyun', 'tencent'] as const) {
      const double = await clouds[name].start();
      doubles.push(double);
      const provider = clouds[name].create(double.endpoint, 10_000);
      await Promise.all(Array.from({ length: 50 }, () => provider.send(message)));
      expect(double.taken).toHaveLength(50);
    }
  });
});
