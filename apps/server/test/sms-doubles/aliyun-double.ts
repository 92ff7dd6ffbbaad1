import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { startCloudDouble } from './cloud-double.ts';
import type { CloudAnswer, CloudDouble, RawRequest } from './cloud-double.ts';

const maxSkewMs = 15 * 60 * 1000;

/**
 * SendSms of Alibaba Cloud on loopback. It believes only what is signed with the account's secret by
 * ACS3-HMAC-SHA256, which it computes itself from the bytes that came.
 * https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
 */
export function startAliyunDouble(account: {
  accessKeyId: string;
  accessKeySecret: string;
}): Promise<CloudDouble> {
  const usedNonces = new Set<string>();
  return startCloudDouble({
    verify: (request) => {
      const { headers } = request;
      const authorization = readAuthorization(headers['authorization'] ?? '');
      if (!authorization) return problem(400, 'IncompleteSignature', 'no signature');
      if (authorization.credential !== account.accessKeyId) {
        return problem(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
      }
      const canonical = canonicalRequest(request, authorization.signedHeaders);
      const expected = sign(canonical, account.accessKeySecret);
      const isBodyAsSaid = sha256(request.body) === headers['x-acs-content-sha256'];
      if (!isBodyAsSaid || !isSame(expected, authorization.signature)) {
        // The platform shows what it has signed itself, and with it number and code.
        const message = `Specified signature is not matched with our calculation. server CanonicalRequest is:${canonical}`;
        return problem(400, 'SignatureDoesNotMatch', message);
      }
      const skewMs = Math.abs(Date.now() - Date.parse(headers['x-acs-date'] ?? ''));
      if (!(skewMs < maxSkewMs)) return problem(400, 'InvalidTimeStamp.Expired', 'expired');
      const nonce = headers['x-acs-signature-nonce'] ?? '';
      if (nonce === '' || usedNonces.has(nonce)) {
        return problem(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
      }
      usedNonces.add(nonce);
      const isSendSms =
        headers['x-acs-action'] === 'SendSms' && headers['x-acs-version'] === '2017-05-25';
      return isSendSms ? null : problem(404, 'InvalidAction.NotFound', 'no such action');
    },
    read: (request) => {
      const query = new URL(request.url, 'http://double').searchParams;
      const parameters = JSON.parse(query.get('TemplateParam') ?? '{}') as Record<string, string>;
      return {
        mobile: query.get('PhoneNumbers') ?? '',
        code: parameters['code'] ?? '',
        signName: query.get('SignName') ?? '',
        template: query.get('TemplateCode') ?? '',
      };
    },
    accept: (messageNumber) =>
      answer(200, { Code: 'OK', Message: 'OK', BizId: `90062000${messageNumber}^0` }),
    refuse: (code, request) =>
      /^isv\.|^isp\./.test(code)
        ? answer(200, { Code: code, Message: `refused: ${request.url}` })
        : problem(code === 'ServiceUnavailable' ? 503 : 400, code, `refused: ${request.url}`),
  });
}

function answer(status: number, body: object): CloudAnswer {
  return { status, body: { RequestId: randomUUID().toUpperCase(), ...body } };
}

function problem(status: number, code: string, message: string): CloudAnswer {
  return answer(status, { HostId: 'dysmsapi.aliyuncs.com', Code: code, Message: message });
}

function readAuthorization(text: string) {
  const pattern =
    /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/;
  const [, credential = '', names = '', signature = ''] = pattern.exec(text) ?? [];
  return credential === '' ? null : { credential, signedHeaders: names.split(';'), signature };
}

function canonicalRequest({ method, url, headers }: RawRequest, signedHeaders: string[]): string {
  const [path = '/', query = ''] = url.split('?', 2);
  // Whatever of these is there must be signed, named or not.
  const required = Object.keys(headers).filter((name) =>
    /^(?:host|content-type|x-acs-.*)$/.test(name),
  );
  const names = [...new Set([...signedHeaders, ...required])].sort();
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`);
  return [
    method,
    path,
    canonicalQuery(query),
    lines.join(''),
    names.join(';'),
    headers['x-acs-content-sha256'] ?? '',
  ].join('\n');
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) =>
      pair
        .split('=', 2)
        .map((part) => encode(decodeURIComponent(part)))
        .join('='),
    )
    .sort()
    .join('&');
}

/** RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sign(canonical: string, secret: string): string {
  const toSign = `ACS3-HMAC-SHA256\n${sha256(canonical)}`;
  return createHmac('sha256', secret).update(toSign).digest('hex');
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function isSame(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
