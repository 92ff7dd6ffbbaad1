import { describe, expect, test } from 'vitest';
import { aliyun, smsBody, tencent, wechatBody } from './setting-bodies.test-support.ts';
import { useSettingsBench } from './settings-bench.ts';
const bench = useSettingsBench();
describe('secrets', () => {
    const secrets = /Aliyun0Secret|Tencent0Key|App0Secret|Token0Token|k{43}|n{43}/;
    test('S19: a secret can be read nowhere: not in replies, not in the audit log, not in a dump', async () => {
        const sms = { ...smsBody, tencent: { ...tencent, secretKey: 'Tencent0Key' } };
        const answers = [
            await bench.call('PUT /api/hq/settings/sms', sms),
            await bench.call('PUT /api/hq/settings/wechat', wechatBody),
            await bench.call('PUT /api/hq/settings/wechat', {
                ...wechatBody,
                encodingAesKey: 'n'.repeat(43),
                version: 1,
            }),
            await bench.call('GET /api/hq/settings'),
        ];
        for (const { status, text } of answers) {
            expect(status).toBe(200);
            expect(text).not.toMatch(secrets);
        }
        expect(answers.at(-1)?.body).toMatchObject({
            sms: { aliyun: { accessKeySecretIsSet: true }, tencent: { secretKeyIsSet: true } },
            wechat: {
                ...{ appSecretIsSet: true, tokenIsSet: true, encodingAesKeyIsSet: true },
                encodingAesKeyPreviousIsSet: true,
            },
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
        await bench.database.pool.query(`update setting set secrets_sealed =
         (select secrets_sealed from setting where name = 'sms') where name = 'wechat'`);
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
