import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { startCloudDouble } from './cloud-double.ts';
import type { CloudAnswer, CloudDouble, RawRequest } from './cloud-double.ts';

const maxSkewMs = 5 * 60 * 1000;
const platformHost = 'sms.tencentcloudapi.com';

interface SendSmsBody {
  PhoneNumberSet: string[];
  SignName: string;
  TemplateId: string;
  TemplateParamSet: string[];
}

/**
 * SendSms of Tencent Cloud on loopback. It believes only what is signed with the account's key by
 * TC3-HMAC-SHA256 for the service `sms`, which it computes itself from the bytes that came.
 * https://cloud.tencent.com/document/api/382/52072
 */
export function startTencentDouble(account: {
  secretId: string;
  secretKey: string;
}): Promise<CloudDouble> {
  return startCloudDouble({
    verify: (request) => {
      const { headers } = request;
      const authorization = readAuthorization(headers['authorization'] ?? '');
      if (!authorization)
        return problem('AuthFailure.InvalidAuthorization', 'no signature', request);
      if (authorization.secretId !== account.secretId) {
        return problem('AuthFailure.SecretIdNotFound', 'The SecretId is not found.', request);
      }
      const timestamp = headers['x-tc-timestamp'] ?? '';
      const date = new Date(Number(timestamp) * 1000);
      if (!(Math.abs(Date.now() - date.getTime()) < maxSkewMs)) {
        return problem('AuthFailure.SignatureExpire', 'The signature is expired.', request);
      }
      const expected = sign(request, authorization.signedHeaders, account.secretKey, date);
      const scope = `${date.toISOString().slice(0, 10)}/sms/tc3_request`;
      if (authorization.scope !== scope || !isSame(expected, authorization.signature)) {
        return problem(
          'AuthFailure.SignatureFailure',
          'The provided credentials could not be validated. Please check your signature is correct.',
          request,
        );
      }
      if (headers['host'] !== platformHost) return problem('InvalidParameter', 'host', request);
      const isSendSms =
        headers['x-tc-action'] === 'SendSms' && headers['x-tc-version'] === '2021-01-11';
      return isSendSms ? null : problem('InvalidAction', 'no such action', request);
    },
    read: (request) => {
      const body = readBody(request);
      return {
        mobile: body.PhoneNumberSet[0] ?? '',
        code: body.TemplateParamSet[0] ?? '',
        signName: body.SignName,
        template: body.TemplateId,
      };
    },
    accept: (messageNumber, request) => status(request, 'Ok', `5000:${messageNumber}`),
    refuse: (code, request) =>
      /^(?:FailedOperation|LimitExceeded|InvalidParameterValue)\./.test(code)
        ? status(request, code, '')
        : problem(code, 'refused', request),
  });
}

function readBody(request: RawRequest): SendSmsBody {
  return JSON.parse(request.body.toString('utf8')) as SendSmsBody;
}

/** The platform answers for every number on its own, and with 200. */
function status(request: RawRequest, code: string, serialNumber: string): CloudAnswer {
  const number = readBody(request).PhoneNumberSet[0] ?? '';
  const one = {
    SerialNo: serialNumber,
    PhoneNumber: number,
    Fee: code === 'Ok' ? 1 : 0,
    SessionContext: '',
    Code: code,
    Message: code === 'Ok' ? 'send success' : `refused ${number}`,
    IsoCode: 'CN',
  };
  return { status: 200, body: { Response: { SendStatusSet: [one], RequestId: randomUUID() } } };
}

/** An answer that quotes the request, so that tests see whether anybody passes it on. */
function problem(code: string, text: string, request: RawRequest): CloudAnswer {
  const error = { Code: code, Message: `${text} ${request.body.toString('utf8')}` };
  return { status: 200, body: { Response: { Error: error, RequestId: randomUUID() } } };
}

function readAuthorization(text: string) {
  const pattern =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, secretId = '', scope = '', names = '', signature = ''] = pattern.exec(text) ?? [];
  return secretId === '' ? null : { secretId, scope, signedHeaders: names.split(';'), signature };
}

function sign(request: RawRequest, signed: string[], secretKey: string, date: Date): string {
  const [path = '/', query = ''] = request.url.split('?', 2);
  const names = [...new Set([...signed, 'content-type', 'host'])].sort();
  const lines = names.map(
    (name) => `${name}:${(request.headers[name] ?? '').toLowerCase().trim()}\n`,
  );
  const canonical = [
    request.method,
    path,
    query,
    lines.join(''),
    names.join(';'),
    sha256(request.body),
  ].join('\n');
  const day = date.toISOString().slice(0, 10);
  const toSign = [
    'TC3-HMAC-SHA256',
    request.headers['x-tc-timestamp'],
    `${day}/sms/tc3_request`,
    sha256(canonical),
  ].join('\n');
  const dayKey = hmac(`TC3${secretKey}`, day);
  const signingKey = hmac(hmac(dayKey, 'sms'), 'tc3_request');
  return hmac(signingKey, toSign).toString('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function isSame(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
