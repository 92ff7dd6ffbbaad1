import { describe, expect, test } from 'vitest';
import { createSettings } from './index.ts';
import { appealBody, guardBody } from './setting-bodies.test-support.ts';
import { useSettingsBench } from './settings-bench.ts';
const bench = useSettingsBench();
describe('limits of guards and appeals', () => {
    test('B9: before anything is saved the limits are sane, and every one can be saved as it stands', async () => {
        const { body } = await bench.call('GET /api/hq/settings');
        expect(body).toMatchObject({
            guards: { wrongPerDayMax: 20, wrongInARowMax: 10, chefDailyClaimsMax: 1_000, version: 0 },
            appeals: { pointsMax: 500, approvalAbovePoints: 100, version: 0 },
        });
        expect((await bench.settings.read()).appeals.templates).toHaveLength(4);
        const guards = await bench.call('PUT /api/hq/settings/guards', guardBody);
        const appeals = await bench.call('PUT /api/hq/settings/appeals', appealBody);
        expect([guards.status, appeals.status]).toEqual([200, 200]);
    });
    test('B9: new limits are told to the guards, and are in force in another process within a second', async () => {
        const other = createSettings({ db: bench.database.db, masterKey: bench.masterKey });
        const saved = { ...guardBody, chefDailyClaimsMax: 2_000 };
        const { body } = await bench.call('PUT /api/hq/settings/guards', saved);
        expect(body).toMatchObject({ guards: { chefDailyClaimsMax: 2_000, version: 1 } });
        expect(bench.guardSavings).toBe(1);
        expect((await bench.settings.read()).guards).toMatchObject({ chefDailyClaimsMax: 2_000 });
        expect((await other.read()).guards.chefDailyClaimsMax).toBe(2_000);
    });
    test.each([
        { wrongInARowMax: 21 },
        { checksPerMinuteMax: 301 },
        { wrongPerDayMax: 0 },
        { rowLockMinutes: 1_441 },
        { suspiciousProvinces: 35 },
        { chefDailyClaimsMax: 1_000_001 },
    ])('B9: limits that make no sense are refused: %j', async (wrong) => {
        const { status } = await bench.call('PUT /api/hq/settings/guards', { ...guardBody, ...wrong });
        expect([status, bench.guardSavings]).toEqual([400, 0]);
    });
    test.each([
        { approvalAbovePoints: 501 },
        { pointsMax: 2_001, approvalAbovePoints: 100 },
        { templates: [{ title: '\u200b', text: '好' }] },
        { templates: [{ title: '好', text: '\0' }] },
        {
            templates: [
                { title: '好', text: '一' },
                { title: ' 好 ', text: '二' },
            ],
        },
    ])('B11: settings of appeals that make no sense are refused: %j', async (wrong) => {
        const { status, body } = await bench.call('PUT /api/hq/settings/appeals', {
            ...appealBody,
            ...wrong,
        });
        expect([status, body]).toMatchObject([400, { code: 'bad_request' }]);
    });
    test('B11: templates are cleaned and kept in their order', async () => {
        const templates = [
            { title: '二\u202e', text: '第二\u0000条' },
            { title: '一', text: '第一条' },
        ];
        const { body } = await bench.call('PUT /api/hq/settings/appeals', { ...appealBody, templates });
        expect(body).toMatchObject({
            appeals: {
                templates: [
                    { title: '二', text: '第二条' },
                    { title: '一', text: '第一条' },
                ],
            },
        });
    });
});
