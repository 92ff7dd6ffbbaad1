import { describe, expect, test } from 'vitest';
import { readVectors } from '../test/read-vectors.ts';
import { TOKEN, errorOf, ok, startClient } from '../test/client-harness.ts';
import { encryptPackage, packageLines } from '../test/market-code-package.ts';
import { decryptMarketCodePackage } from './market-code-package.ts';

const path = (name: string) => `/intp/marketcode/${name}`;
const samples = readVectors().api_samples;
const sample = (name: string) => samples.find((one) => one.name === name);
const activated = {
  ...ok(),
  ...{ code: '000000008', application_id: 581865877, isv_application_id: 'external-id' },
  ...{ activity_name: 'summer', product_brand: 'Brand', product_title: 'Demo Product' },
  ...{ product_code: '6900000000000', wxa_appid: 'wx-app-id', wxa_path: 'pages/index/index' },
  ...{ wxa_type: 2, code_start: 0, code_end: 9999 },
};
const activation = {
  applicationId: '581865877',
  ...{ activityName: 'summer', productBrand: 'Brand', productTitle: 'Demo Product' },
  ...{ productCode: '6900000000000', wxaAppId: 'wx-app-id', wxaPath: 'pages/index/index' },
  ...{ wxaType: 'trial' as const, codeStart: 0, codeEnd: 9999 },
};

async function start(routes: Parameters<typeof startClient>[0]) {
  const parts = await startClient(routes);
  const lastBody = () => parts.platform.seen.at(-1)?.body ?? '';
  return { ...parts, lastBody, marketCodes: parts.client.marketCodes };
}

describe('S3: codes that WeChat makes', () => {
  test('are ordered, and the order’s 64-bit number keeps every digit there and back', async () => {
    const raw = '{"errcode":0,"errmsg":"ok","application_id":9223372036854775807}';
    const { marketCodes, lastBody } = await start({
      [path('applycode')]: () => ({ raw }),
      [path('applycodequery')]: () => ({
        raw: raw.replace('}', ',"status":"INIT","code_generate_list":null}'),
      }),
    });
    const order = { codeCount: 100_000, isvApplicationId: 'external-id' };
    const { applicationId } = await marketCodes.apply(order);
    expect(JSON.parse(lastBody())).toEqual({
      code_count: 100_000,
      isv_application_id: 'external-id',
    });
    expect(applicationId).toBe('9223372036854775807');
    expect(await marketCodes.queryApplication({ applicationId })).toEqual({
      applicationId,
      isvApplicationId: '',
      status: 'INIT',
      isFinished: false,
      ranges: [],
    });
    expect(lastBody()).toBe('{"application_id":9223372036854775807}');
  });

  test('are ready when the platform says so, in its portions', async () => {
    const { marketCodes, lastBody } = await start({
      [path('applycodequery')]: () => sample('onecode-applycodequery')?.response ?? {},
    });
    expect(await marketCodes.queryApplication({ isvApplicationId: 'external-id' })).toEqual({
      applicationId: '581865877',
      isvApplicationId: 'external-id',
      status: 'FINISH',
      isFinished: true,
      ranges: [{ codeStart: 0, codeEnd: 49_999 }],
    });
    expect(JSON.parse(lastBody())).toEqual({ isv_application_id: 'external-id' });
  });

  test('come in a package larger than any other answer', async () => {
    const key = Buffer.from('0123456789abcdef');
    const buffer = encryptPackage(packageLines(0, 4999).join('\n'), key);
    const { marketCodes, lastBody } = await start({
      [path('applycodedownload')]: () => ({ ...ok(), buffer }),
    });
    const range = { codeStart: 0, codeEnd: 4999 };
    const encrypted = await marketCodes.download({ applicationId: '581865877', ...range });
    expect(encrypted.length).toBeGreaterThan(2 ** 21);
    expect(JSON.parse(lastBody())).toEqual({
      application_id: 581865877,
      code_start: 0,
      code_end: 4999,
    });
    expect(decryptMarketCodePackage(encrypted, { key, range })).toHaveLength(5000);
  });

  test('are activated as published, and looked up by place, text or code', async () => {
    const published = sample('onecode-codeactive');
    const { marketCodes, lastBody } = await start({
      [path('codeactive')]: () => published?.response ?? {},
      [path('codeactivequery')]: () => activated,
    });
    await marketCodes.activate(activation);
    expect(JSON.parse(lastBody())).toEqual(published?.request);

    const expected = { ...activation, code: '000000008', isvApplicationId: 'external-id' };
    const questions = [
      [
        { applicationId: '581865877', codeIndex: 8 },
        { application_id: 581865877, code_index: 8 },
      ],
      [{ codeUrl: 'P.URL.CN/0U.JYJXP3HJI2C98A9O' }, { code_url: 'P.URL.CN/0U.JYJXP3HJI2C98A9O' }],
      [{ code: '000000008' }, { code: '000000008' }],
    ] as const;
    for (const [by, body] of questions) {
      expect(await marketCodes.queryActivation(by)).toEqual(expected);
      expect(JSON.parse(lastBody())).toEqual(body);
    }
  });

  test('are found by the ticket of a scan, without a token, though less is told', async () => {
    const less = { ...activated, product_code: undefined, wxa_type: undefined };
    const { marketCodes, platform, lastBody } = await start({
      [path('tickettocode')]: () => less,
    });
    const ticket = { openId: 'oiV2luCau8Cx0TMOy9lvZSLqRcKc', codeTicket: '6cb4bc95e1f1abc9' };
    expect(await marketCodes.ticketToCode(ticket)).toMatchObject({
      code: '000000008',
      productCode: '',
      wxaType: null,
    });
    expect(JSON.parse(lastBody())).toEqual({
      openid: ticket.openId,
      code_ticket: ticket.codeTicket,
    });
    expect(platform.seen.at(-1)?.query).toEqual({});
    expect(platform.countOf(TOKEN)).toBe(0);
  });

  test('are not asked for in ways WeChat does not know', async () => {
    const { marketCodes, platform } = await start({});
    const isvApplicationId = 'external-id';
    const wrong = [
      ...[0, 9_999, 15_000, 10_000.5, 200_010_000, Number.NaN].map((codeCount) =>
        marketCodes.apply({ codeCount, isvApplicationId }),
      ),
      marketCodes.apply({ codeCount: 10_000, isvApplicationId: '' }),
      marketCodes.apply({ codeCount: 10_000, isvApplicationId: 'x'.repeat(129) }),
      marketCodes.queryApplication({ applicationId: '1 or 1' }),
      marketCodes.download({ applicationId: '1', codeStart: 2, codeEnd: 1 }),
      marketCodes.download({ applicationId: '', codeStart: 0, codeEnd: 1 }),
      marketCodes.activate({ ...activation, codeStart: -1 }),
      marketCodes.queryActivation({ applicationId: '1', codeIndex: 1.5 }),
    ];
    for (const { status, reason } of (await Promise.allSettled(wrong)) as PromiseRejectedResult[]) {
      expect([status, reason instanceof RangeError]).toEqual(['rejected', true]);
    }
    expect(platform.seen).toEqual([]);
  });

  test('of which the platform tells nonsense are none', async () => {
    const list = { code_start: 0, code_end: 49_999 };
    const base = { ...ok(), application_id: 1, status: 'FINISH', code_generate_list: [list] };
    const answers = [
      { ...base, application_id: -1 },
      { ...base, application_id: undefined },
      { ...base, status: 7 },
      { ...base, status: 'x'.repeat(65) },
      { ...base, code_generate_list: 'x' },
      { ...base, code_generate_list: [null] },
      { ...base, code_generate_list: [{ code_start: 5, code_end: 4 }] },
      { ...base, code_generate_list: [{ code_start: 0, code_end: 2 ** 40 }] },
      { ...base, code_generate_list: Array(20_001).fill(list) },
    ];
    const { marketCodes } = await start({
      [path('applycodequery')]: (_, count) => answers[count - 1] ?? {},
      [path('codeactivequery')]: () => ({ ...activated, code: undefined }),
      [path('applycodedownload')]: () => ({ ...ok(), buffer: ['A'] }),
    });
    for (const answer of answers) {
      const error = await errorOf(marketCodes.queryApplication({ applicationId: '1' }));
      expect(error, JSON.stringify(answer).slice(0, 200)).toMatchObject({ errcode: 0 });
    }
    await errorOf(marketCodes.queryActivation({ code: '1' }));
    await errorOf(marketCodes.download({ applicationId: '1', codeStart: 0, codeEnd: 1 }));
  });
});

test('S20: neither codes nor tickets are in the log when the platform repeats them', async () => {
  // Bare, as nothing but the call itself can know them for secrets.
  const echo = ({ body }: { body: string }) => ({
    errcode: 40007,
    errmsg: `invalid ${Object.values(JSON.parse(body) as object).join(' ')} ${body} rid: 7`,
  });
  const { marketCodes, log } = await start({
    [path('codeactivequery')]: echo,
    [path('tickettocode')]: echo,
  });
  const openId = 'an openid of another form';
  const errors = [
    await errorOf(marketCodes.queryActivation({ codeUrl: 'P.URL.CN/0U.JYJXP3HJI2C98A9O' })),
    await errorOf(marketCodes.queryActivation({ code: '000000008' })),
    await errorOf(marketCodes.ticketToCode({ openId, codeTicket: '6cb4bc95e1f1abc9' })),
  ];
  const text = JSON.stringify([log, errors.map((error) => [error, error.message])]);
  expect(text).toContain(path('tickettocode'));
  for (const secret of ['JYJXP3HJI2C98A9O', '000000008', openId, '6cb4bc95e1f1abc9']) {
    expect(text).not.toContain(secret);
  }
});
