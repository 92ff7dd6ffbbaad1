import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { SmsProviderError } from './provider.ts';
import type { SmsConcern, SmsProvider } from './provider.ts';
import { answerWithin, connectionFailure, readPlatformCode } from './provider-failures.ts';
import type { SmsSettings } from './sms-settings.ts';

const platformHost = 'sms.tencentcloudapi.com';

type Options = SmsSettings['tencent'] & { endpoint?: string | undefined; timeoutMs?: number };

/**
 * Tencent Cloud SMS (腾讯云短信), SendSms of the 2021-01-11 API, through its official SDK, which is
 * loaded with the first message. https://cloud.tencent.com/document/product/382/55981
 *
 * @param options.endpoint `https://host[:port]` to connect to instead; it sees the very request that
 * the platform would see, signed for the platform's name
 */
export function createTencentProvider(options: Options): SmsProvider {
  const { sdkAppId, signName, templateId, timeoutMs = 5_000 } = options;
  let opening: ReturnType<typeof openClient> | undefined;

  return {
    name: 'tencent',
    send: async ({ mobile, code }) => {
      opening ??= openClient(options, timeoutMs);
      const client = await opening;
      const work = client.SendSms({
        PhoneNumberSet: [`+86${mobile}`],
        SmsSdkAppId: sdkAppId,
        SignName: signName,
        TemplateId: templateId,
        TemplateParamSet: [code],
      });
      const answer = await answerWithin(work, timeoutMs, 'tencent').catch((error: unknown) => {
        throw readSdkError(error);
      });
      const status = answer.SendStatusSet?.[0];
      if (status?.Code !== 'Ok') throw refusal(status?.Code);
      return { providerMessageId: status.SerialNo ?? '' };
    },
  };
}

/** Half a second of loading that only those pay who use it. */
async function openClient({ secretId, secretKey, region, endpoint }: Options, timeoutMs: number) {
  const { sms } = await import('tencentcloud-sdk-nodejs-sms');
  const target = endpoint === undefined ? undefined : new URL(endpoint);
  return new sms.v20210111.Client({
    credential: { secretId, secretKey },
    region,
    profile: {
      httpProfile: {
        endpoint: platformHost,
        protocol: target?.protocol === 'http:' ? 'http://' : 'https://',
        reqTimeout: timeoutMs / 1000,
        ...(target ? { agent: createAgentTo(target) } : {}),
      },
    },
  });
}

/** Takes every connection to one place, whatever the request says. */
function createAgentTo({ protocol, hostname, port }: URL): HttpAgent {
  if (protocol === 'http:') {
    const agent = new HttpAgent();
    agent.createConnection = () => connectTcp({ host: hostname, port: Number(port || 80) });
    return agent;
  }
  const agent = new HttpsAgent();
  const target = { host: hostname, port: Number(port || 443), servername: hostname };
  agent.createConnection = () => connectTls(target);
  return agent;
}

/** The SDK keeps only texts of what went wrong on the way, and those quote addresses. */
function readSdkError(error: unknown): SmsProviderError {
  if (error instanceof SmsProviderError) return error;
  const { code, httpCode, message } = error as Record<string, unknown>;
  const platformCode = readPlatformCode(code);
  if (platformCode !== undefined) return refusal(platformCode);
  if (typeof httpCode !== 'number') return connectionFailure('tencent', String(message));
  return new SmsProviderError(
    httpCode < 500 ? 'refused' : 'unanswered',
    `tencent answered ${httpCode}`,
    { platformCode: `HTTP_${httpCode}` },
  );
}

const numberCodes = new Set([
  'InvalidParameterValue.IncorrectPhoneNumber',
  'FailedOperation.PhoneNumberInBlacklist',
]);

function refusal(code: unknown): SmsProviderError {
  const platformCode = readPlatformCode(code);
  // Their own trouble, after which the message may still go out.
  const isTheirTrouble = platformCode === undefined || /^InternalError\b/.test(platformCode);
  const failure = isTheirTrouble ? 'unanswered' : 'refused';
  const concerns: SmsConcern = numberCodes.has(platformCode ?? '')
    ? 'number'
    : /^LimitExceeded\.(?:PhoneNumber|DeliveryFrequency)/.test(platformCode ?? '')
      ? 'numberLimit'
      : 'provider';
  return new SmsProviderError(failure, `tencent ${failure}: ${platformCode ?? 'no code'}`, {
    concerns,
    platformCode,
  });
}
