import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAliyunDouble } from '../../../test/sms-doubles/index.ts';
import { createSettings } from './index.ts';
import { smsBody, wechatBody } from './setting-bodies.test-support.ts';
import { useSettingsBench } from './settings-bench.ts';
const bench = useSettingsBench();
describe('brand and points', () => {
    test('S20: before anything is saved the house stands in, at version 0', async () => {
        const { status, body } = await bench.call('GET /api/hq/settings');
        expect(status).toBe(200);
        expect(body).toMatchObject({
            brand: { name: '码上积分', logoPictureId: null, version: 0 },
            points: { nameZh: '积分', nameEn: 'points', version: 0 },
            sms: { providers: [], perNumberAndDayMax: 10, inForce: [], version: 0 },
            wechat: { appId: '', messageMode: 'safe', inForce: 'none', version: 0 },
            wechatNotices: { channels: ['customerService'], templates: [], version: 0 },
        });
        expect(body).toMatchObject({
            wechat: { callbackUrl: 'https://points.example.cn/wechat/callback' },
        });
    });
    test('S20: name, logo and wording reach the site with the next request', async () => {
        const pictureId = randomUUID();
        await bench.database.pool.query(`insert into picture (picture_id, source_hash, width, height, created_at)
       values ($1, '\\x01', 10, 10, now())`, [pictureId]);
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
    test.each(['\u202e\u200b', ' \0 ', '\n'])('S20: a name of nothing visible (%j) is refused', async (name) => {
        const brand = { name, logoPictureId: null, version: 0 };
        const { status, body } = await bench.call('PUT /api/hq/settings/brand', brand);
        expect([status, body]).toMatchObject([400, { code: 'bad_request' }]);
    });
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
            const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => bench.call('PUT /api/hq/settings/points', {
                nameZh: `积分${index}`,
                nameEn: 'points',
                version,
            })));
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
describe('in force', () => {
    test('S20: the page says where the account in force comes from', async () => {
        bench.accountSource = 'environment';
        const { body } = await bench.call('PUT /api/hq/settings/wechat', wechatBody);
        expect(body).toMatchObject({ wechat: { appId: wechatBody.appId, inForce: 'environment' } });
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
        const names = await Promise.all(Array.from({ length: 50 }, () => db.transaction().execute(async (tx) => (await bench.settings.read(tx)).points.nameZh)));
        expect(new Set(names)).toEqual(new Set(['积分']));
    });
});
describe('a test message', () => {
    let double;
    beforeAll(async () => {
        double = await startAliyunDouble({
            accessKeyId: 'LTAI-test-key',
            accessKeySecret: 'Aliyun0Secret',
        });
        bench.endpoints.aliyun = double.endpoint;
    });
    afterAll(() => double.close());
    test('S19: goes out through the channel as saved, counts, costs, and says why it did not', async () => {
        const ask = (body = {}) => bench.call('POST /api/hq/settings/sms/test', {
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
