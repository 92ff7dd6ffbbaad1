import { createRequire } from 'node:module';
import type Sdk from '@alicloud/dysmsapi20170525';
import type Core from '@alicloud/openapi-core';
import { SmsProviderError } from './provider.ts';
import type { SmsConcern, SmsProvider } from './provider.ts';
import { answerWithin, connectionFailure, readPlatformCode } from './provider-failures.ts';
import type { SmsSettings } from './sms-settings.ts';

const nationalEndpoint = 'https://dysmsapi.aliyuncs.com';

type Options = SmsSettings['aliyun'] & { endpoint?: string | undefined; timeoutMs?: number };

/**
 * Alibaba Cloud SMS (阿里云短信服务), SendSms of the 2017-05-25 API, through its official SDK, which
 * is loaded with the first message. https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
 *
 * @param options.endpoint `https://host[:port]`, other than Alibaba's own
 */
export function createAliyunProvider(options: Options): SmsProvider {
  const { signName, templateCode, templateParameter, timeoutMs = 5_000 } = options;
  let service: ReturnType<typeof openService> | undefined;

  return {
    name: 'aliyun',
    send: async ({ mobile, code }) => {
      service ??= openService(options, timeoutMs);
      const message = new service.SendSmsRequest({
        phoneNumbers: mobile,
        signName,
        templateCode,
        templateParam: JSON.stringify({ [templateParameter]: code }),
      });
      const work = service.client.sendSms(message);
      const answer = await answerWithin(work, timeoutMs, 'aliyun').catch((error: unknown) => {
        throw readSdkError(error);
      });
      if (answer.body?.code !== 'OK') throw refusal(answer.body?.code);
      return { providerMessageId: answer.body.bizId ?? '' };
    },
  };
}

/** Half a second of loading that only those pay who use it. */
function openService({ accessKeyId, accessKeySecret, endpoint }: Options, timeoutMs: number) {
  // `require`, because Node and Vitest disagree about the default export of such a module.
  const require = createRequire(import.meta.url);
  const sdk = require('@alicloud/dysmsapi20170525') as typeof Sdk;
  const { $OpenApiUtil } = require('@alicloud/openapi-core') as typeof Core;
  const { host, protocol } = new URL(endpoint ?? nationalEndpoint);
  const config = new $OpenApiUtil.Config({
    accessKeyId,
    accessKeySecret,
    endpoint: host,
    protocol: protocol === 'http:' ? 'http' : 'https',
    connectTimeout: timeoutMs,
    readTimeout: timeoutMs,
  });
  return { client: new sdk.default(config), SendSmsRequest: sdk.SendSmsRequest };
}

/** The SDK's messages quote the address of the request, and with it the number and the code. */
function readSdkError(error: unknown): SmsProviderError {
  if (error instanceof SmsProviderError) return error;
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  if (typeof statusCode !== 'number') return connectionFailure('aliyun', String(code));
  const platformCode = readPlatformCode(code) ?? `HTTP_${statusCode}`;
  if (statusCode < 500) return refusal(platformCode);
  return new SmsProviderError('unanswered', `aliyun answered ${statusCode}`, { platformCode });
}

const numberCodes = new Set(['isv.MOBILE_NUMBER_ILLEGAL']);
const numberLimitCodes = new Set([
  'isv.BUSINESS_LIMIT_CONTROL',
  'isv.BUSINESS_LIMIT_MINUTE',
  'isv.BUSINESS_LIMIT_HOUR',
  'isv.BUSINESS_LIMIT_DAY',
]);

function refusal(code: unknown): SmsProviderError {
  const platformCode = readPlatformCode(code);
  // 系统错误: their own trouble, after which the message may still go out.
  const isTheirTrouble = /^isp\.(?!RAM_PERMISSION)/.test(platformCode ?? '');
  const failure = isTheirTrouble || platformCode === undefined ? 'unanswered' : 'refused';
  const concerns: SmsConcern = numberCodes.has(platformCode ?? '')
    ? 'number'
    : numberLimitCodes.has(platformCode ?? '')
      ? 'numberLimit'
      : 'provider';
  return new SmsProviderError(failure, `aliyun ${failure}: ${platformCode ?? 'no code'}`, {
    concerns,
    platformCode,
  });
}
