import { createApiClient, type ApiClient } from './api-client.ts';
import { password } from './head-office.ts';
import type { RunningProduct } from './product.ts';

export interface OfficeClient extends ApiClient {
  /** An activated batch of a new product; returns the printed texts. */
  makeCodes: (product: { name: string; points: number; quantity: number }) => Promise<string[]>;
  /** A gift on sale. Returns its id. */
  makeGift: (gift: { name: string; pointsPrice: number; stock: number }) => Promise<number>;
}

/** Head office without its pages, for what a walk needs but does not look at. */
export async function openOffice({ serverUrl, setupUrl }: RunningProduct): Promise<OfficeClient> {
  const client = createApiClient(serverUrl);
  const setupToken = new URL(setupUrl).hash.replace('#token=', '');
  await client.post('/api/hq/setup', { setupToken, loginName: '总部管理员', password });
  return {
    ...client,
    async makeCodes({ name, points, quantity }) {
      const { productId } = await client.post<{ productId: number }>('/api/hq/products', {
        name,
        pointsPerCode: points,
      });
      const { batchId } = await client.post<{ batchId: number }>('/api/hq/batches', {
        productId,
        quantity,
      });
      await client.post(`/api/hq/batches/${batchId}/activation`, {});
      return (await takePrintFile(client, batchId)).trimEnd().split('\n');
    },
    async makeGift({ name, pointsPrice, stock }) {
      const { giftId } = await client.post<{ giftId: number }>('/api/hq/gifts', {
        name,
        pointsPrice,
        stock,
        descriptionHtml: '<p>好用。</p>',
        pictureIds: [],
        limitPerMember: null,
        sortOrder: 100,
      });
      await client.post(`/api/hq/gifts/${giftId}/state`, { state: 'onSale' });
      return giftId;
    },
  };
}

/** A copy of the batch as plain lines, one URL each. */
async function takePrintFile(client: ApiClient, batchId: number): Promise<string> {
  const { delivery } = await client.post<{ delivery: { deliveryId: number } }>(
    `/api/hq/batches/${batchId}/deliveries`,
    {
      purpose: 'print',
      recipient: '印刷厂',
      format: {
        kind: 'txt',
        columns: ['url'],
        hasHeader: false,
        encoding: 'utf-8',
        newline: 'lf',
        splitEvery: null,
      },
      isProtected: false,
      hasLink: false,
      expiresAt: new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString(),
      downloadsMax: 5,
      markCount: 0,
    },
  );
  return client.get<string>(`/api/hq/deliveries/${delivery.deliveryId}/file`);
}

/** The newest verification code that arrived on the simulated phones for a number. */
export async function readSmsCode({ phoneUrl }: RunningProduct, mobile: string): Promise<string> {
  const { sms } = await createApiClient(phoneUrl).get<{ sms: { mobile: string; text: string }[] }>(
    '/simulator/sms',
  );
  const text = sms.findLast((sent) => sent.mobile === mobile)?.text ?? '';
  const code = /\d{6}/.exec(text)?.[0];
  if (code === undefined) throw new Error(`no SMS to ${mobile.slice(-4)} arrived`);
  return code;
}

/** A member who signed in by SMS outside WeChat and chose a password, as a client. */
export async function signUpMember(product: RunningProduct, mobile: string): Promise<ApiClient> {
  const member = createApiClient(product.serverUrl);
  const { policyVersion } = await member.get<{ policyVersion: string }>('/api/site');
  await member.post('/api/sms-codes', { mobile, agreedPolicyVersion: policyVersion });
  await member.post('/api/bindings', { mobile, smsCode: await readSmsCode(product, mobile) });
  await member.post('/api/me/password', { newPassword: '晴天喝茶看山-2026' });
  return member;
}
