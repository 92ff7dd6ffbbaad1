import { describeSettings } from './describe-settings.ts';
import { saveAppeals, saveGuards } from './save-limits.ts';
import { saveBrand, savePoints, saveSms } from './save-settings.ts';
import { saveWechatNotices } from './save-wechat-notices.ts';
import { saveWechat } from './save-wechat.ts';
export function registerSettingRoutes(route, dependencies) {
    const { db, clock, masterKey, settings, requirePictures, sms } = dependencies;
    const { onGuardsSaved, readRecipient } = dependencies;
    const tools = { ...dependencies, readSmsChannels: () => sms.readChannels() };
    async function save(staffId, work) {
        const saving = { masterKey, staffId, now: clock.now(), requirePictures };
        await db.transaction().execute((tx) => work(tx, saving));
        settings.forget();
        return await describeSettings(db, tools);
    }
    route('GET /api/hq/settings', () => describeSettings(db, tools));
    route('PUT /api/hq/settings/brand', ({ body, caller }) => save(caller.staffId, (tx, saving) => saveBrand(tx, saving, body)));
    route('PUT /api/hq/settings/points', ({ body, caller }) => save(caller.staffId, (tx, saving) => savePoints(tx, saving, body)));
    route('PUT /api/hq/settings/guards', async ({ body, caller }) => {
        const saved = await save(caller.staffId, (tx, saving) => saveGuards(tx, saving, body));
        onGuardsSaved();
        return saved;
    });
    route('PUT /api/hq/settings/appeals', ({ body, caller }) => save(caller.staffId, (tx, saving) => saveAppeals(tx, saving, body)));
    route('PUT /api/hq/settings/sms', ({ body, caller }) => save(caller.staffId, (tx, saving) => saveSms(tx, saving, body)));
    route('PUT /api/hq/settings/wechat', ({ body, caller }) => save(caller.staffId, (tx, saving) => saveWechat(tx, saving, body)));
    route('PUT /api/hq/settings/wechat-notices', ({ body, caller }) => save(caller.staffId, (tx, saving) => saveWechatNotices(tx, saving, body)));
    route('POST /api/hq/settings/sms/test', async ({ body, caller }) => {
        const recipient = readRecipient(body.mobile);
        const { address } = caller;
        const delivery = await sms.sendTest({ recipient, address, channel: body.provider });
        return { sent: delivery.sent, failure: delivery.sent ? null : delivery.failure };
    });
}
