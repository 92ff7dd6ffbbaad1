import { createDecipheriv } from 'node:crypto';
import { createMemoryCredentialStore, createWechatClient, decryptMarketCodePackage, } from '@mashang/wechat';
import { describe, expect, test } from 'vitest';
import { accessToken, account, aClock, aSimulator, callApi } from './harness.ts';
const small = { marketCodeRangeMax: 4000, marketCodeKey: 'k'.repeat(16) };
async function call(simulator, name, body) {
    const token = name === 'tickettocode' ? '' : `?access_token=${await accessToken(simulator)}`;
    return callApi(simulator, `/intp/marketcode/${name}${token}`, body);
}
async function anApplication(options = {}) {
    const clock = aClock();
    const simulator = await aSimulator({ now: clock.now, ...small, ...options });
    const apply = (change = {}) => call(simulator, 'applycode', { code_count: 10_000, isv_application_id: 'batch-1', ...change });
    const { application_id: applicationId } = await apply();
    return { clock, simulator, apply, applicationId };
}
const activity = {
    ...{
        activity_name: '秋季',
        product_brand: '甲',
        product_title: '酱油',
        product_code: '6900000000000',
    },
    ...{ wxa_appid: 'wx1', wxa_path: 'pages/index', wxa_type: 2, code_start: 0, code_end: 99 },
};
test('an order is made once for its own number, and finished after a while', async () => {
    const { clock, simulator, apply, applicationId } = await anApplication();
    expect(await apply()).toMatchObject({ application_id: applicationId });
    expect((await apply({ isv_application_id: 'batch-2' }))['application_id']).not.toBe(applicationId);
    const query = () => call(simulator, 'applycodequery', { isv_application_id: 'batch-1' });
    expect(await query()).toMatchObject({ status: 'INIT', code_generate_list: [] });
    const range = { application_id: applicationId, code_start: 0, code_end: 3999 };
    expect(await call(simulator, 'applycodedownload', range)).toMatchObject({ errcode: 40097 });
    clock.advanceSeconds(3);
    expect(await query()).toMatchObject({
        status: 'FINISH',
        application_id: applicationId,
        code_generate_list: [
            { code_start: 0, code_end: 3999 },
            { code_start: 4000, code_end: 7999 },
            { code_start: 8000, code_end: 9999 },
        ],
    });
});
test.each([
    ['too few', { code_count: 9999 }],
    ['no ten thousands', { code_count: 15_000 }],
    ['too many', { code_count: 20_010_000 }],
    ['no number of their own', { isv_application_id: '' }],
    ['a number too long', { isv_application_id: 'x'.repeat(129) }],
])('an order of %s is refused', async (_what, change) => {
    const { apply } = await anApplication();
    const answer = await apply({ isv_application_id: 'other', ...change });
    expect(answer).toMatchObject({ errcode: 40097 });
});
describe('a package', () => {
    test.each([
        [16, 0],
        [32, 16],
    ])('with a key of %i bytes and %i random ones first opens to codes', async (length, prefix) => {
        const key = 'k'.repeat(length);
        const { simulator, applicationId } = await anApplication({
            marketCodeKey: key,
            marketCodePrefixBytes: prefix,
        });
        simulator.control.finishMarketCodes();
        const range = { application_id: applicationId, code_start: 8000, code_end: 9999 };
        const { buffer } = await call(simulator, 'applycodedownload', range);
        const decipher = createDecipheriv(`aes-${length * 8}-cbc`, key, key.slice(0, 16));
        const bytes = [decipher.update(String(buffer), 'base64'), decipher.final()];
        const text = Buffer.concat(bytes).subarray(prefix).toString('latin1');
        const lines = text.trimEnd().split('\n');
        expect(lines).toHaveLength(2000);
        expect(lines[0]).toMatch(/^[01]{361}\t\d{9}\t8000\tP\.URL\.CN\/[0-9A-Z.]{19}$/);
        expect(new Set(lines.map((line) => line.split('\t')[1])).size).toBe(2000);
        const codes = decryptMarketCodePackage(String(buffer), { key: Buffer.from(key) });
        expect(codes).toHaveLength(2000);
    });
    test('is had by whole ranges only', async () => {
        const { simulator, applicationId } = await anApplication();
        simulator.control.finishMarketCodes();
        const range = { application_id: applicationId, code_start: 0, code_end: 99 };
        expect(await call(simulator, 'applycodedownload', range)).toMatchObject({ errcode: 40097 });
    });
});
test('an active code is found by index, code and address, and its ticket by its user without a token', async () => {
    const { simulator, applicationId } = await anApplication();
    const { control } = simulator;
    control.finishMarketCodes();
    const asked = { application_id: applicationId, code_index: 7 };
    expect(await call(simulator, 'codeactivequery', asked)).toMatchObject({ errcode: 40097 });
    const activation = { application_id: applicationId, ...activity };
    expect(await call(simulator, 'codeactive', activation)).toEqual({ errcode: 0, errmsg: 'ok' });
    const found = await call(simulator, 'codeactivequery', asked);
    expect(found).toMatchObject({ errcode: 0, isv_application_id: 'batch-1', ...activity });
    const { code } = found;
    expect(await call(simulator, 'codeactivequery', { code })).toEqual(found);
    const scan = control.scanMarketCode('a', String(code));
    expect(scan).toMatchObject({ wxaAppId: 'wx1', wxaPath: 'pages/index' });
    const [a, b] = control.users();
    const ticket = { code_ticket: scan?.codeTicket };
    expect(await call(simulator, 'tickettocode', { openid: a?.openId, ...ticket })).toEqual(found);
    const other = await call(simulator, 'tickettocode', { openid: b?.openId, ...ticket });
    expect(other).toMatchObject({ errcode: 40097 });
});
test.each([
    ['beyond the order', { code_end: 10_000 }],
    ['backwards', { code_start: 9, code_end: 8 }],
    ['of no product', { product_code: '' }],
    ['of an unknown kind of mini-program', { wxa_type: 3 }],
])('activating a range %s is refused', async (_what, change) => {
    const { simulator, applicationId } = await anApplication();
    simulator.control.finishMarketCodes();
    const body = { application_id: applicationId, ...activity, ...change };
    expect(await call(simulator, 'codeactive', body)).toMatchObject({ errcode: 40097 });
});
test('the client of the product orders, downloads, activates and finds codes here', async () => {
    const simulator = await aSimulator({ port: 0, ...small });
    const { marketCodes } = createWechatClient({
        appId: account.appId,
        appSecret: account.appSecret,
        apiUrl: await simulator.listen(),
        credentialStore: createMemoryCredentialStore(),
    });
    const order = { codeCount: 10_000, isvApplicationId: 'batch-1' };
    const { applicationId } = await marketCodes.apply(order);
    expect(await marketCodes.queryApplication({ applicationId })).toMatchObject({
        isFinished: false,
    });
    simulator.control.finishMarketCodes();
    const { ranges } = await marketCodes.queryApplication({ isvApplicationId: 'batch-1' });
    expect(ranges).toHaveLength(3);
    const [range = { codeStart: 0, codeEnd: 0 }] = ranges;
    const encrypted = await marketCodes.download({ applicationId, ...range });
    const key = Buffer.from(small.marketCodeKey);
    const [first] = decryptMarketCodePackage(encrypted, { key, range });
    await marketCodes.activate({
        ...{ applicationId, codeStart: 0, codeEnd: 0, activityName: '秋季', productBrand: '甲' },
        ...{ productTitle: '酱油', productCode: '6900000000000', wxaAppId: 'wx1' },
        ...{ wxaPath: 'pages/index', wxaType: 'release' },
    });
    const active = await marketCodes.queryActivation({ codeUrl: first?.url ?? '' });
    expect(active).toMatchObject({ applicationId, code: first?.code, activityName: '秋季' });
});
