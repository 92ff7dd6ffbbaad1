import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { freshDatabase, openAllConnections } from '../../../test/harness-database.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { readConfig } from '../../platform/config.ts';
import { createMobileReader } from '../members/index.ts';
import { requirePictures } from '../pictures/index.ts';
import { createSms, registerSmsRoutes } from '../sms/index.ts';
import { recordAudit } from '../staff/index.ts';
import { registerSiteRoute } from '../../site-route.ts';
import { createSettings, registerSettingRoutes } from './index.ts';
/** Settings and SMS pages over HTTP, on a database of the file's own, with the audit that is real. */
export function useSettingsBench() {
    let app;
    const bench = {
        database: undefined,
        masterKey: randomBytes(32),
        settings: undefined,
        role: 'administrator',
        accountSource: 'none',
        endpoints: {},
        logged: [],
        guardSavings: 0,
        time: new Date('2026-11-22T04:00:00.000Z'),
        call: async (line, body) => {
            const [method, url] = line.split(' ');
            const response = await app.inject({ method, url, ...(body ? { payload: body } : {}) });
            const isJson = String(response.headers['content-type']).startsWith('application/json');
            const text = response.body;
            const parsed = isJson ? response.json() : {};
            return { status: response.statusCode, body: parsed, text };
        },
        dump: async () => {
            const { rows } = await bench.database.pool.query(`select s::text as text from setting s union all select a::text from audit_log a`);
            return rows.map(({ text }) => text).join('\n');
        },
    };
    beforeAll(async () => {
        bench.database = await freshDatabase();
        bench.settings = createSettings({ db: bench.database.db, masterKey: bench.masterKey });
        app = makeApp(bench);
    });
    afterAll(() => bench.database.close());
    beforeEach(async () => {
        Object.assign(bench, { role: 'administrator', logged: [], guardSavings: 0 });
        bench.accountSource = 'none';
        bench.time = new Date('2026-11-22T04:00:00.000Z');
        await bench.database.pool.query('truncate setting, audit_log, sms_message, sms_code, sms_spending, picture cascade');
        bench.settings.forget();
        await openAllConnections(bench.database);
    });
    return bench;
}
function makeApp(bench) {
    const { masterKey, settings, endpoints } = bench;
    const { db } = bench.database;
    const clock = { now: () => new Date(bench.time) };
    const { app, route } = openTestRoute({
        who: () => ({ staffRole: bench.role }),
        audit: (entry) => recordAudit(db, clock, entry),
    });
    const readSmsSettings = async (reader) => (await settings.read(reader)).sms;
    const log = { warn: (...entry) => void bench.logged.push(entry) };
    const sms = createSms({ db, clock, masterKey, readSmsSettings, endpoints, log });
    const mobiles = createMobileReader(masterKey);
    registerSettingRoutes(route, {
        db,
        clock,
        masterKey,
        settings,
        brandName: '码上积分',
        publicUrl: 'https://points.example.cn',
        readAccountSource: async () => bench.accountSource,
        requirePictures,
        onGuardsSaved: () => void (bench.guardSavings += 1),
        sms,
        readRecipient: (text) => mobiles.read(text),
    });
    registerSmsRoutes(route, { db, clock, readSmsSettings, readChannels: () => sms.readChannels() });
    const { wechatAddresses } = readConfig({});
    registerSiteRoute(route, { brandName: '码上积分', publicUrl: 'https://points.example.cn', wechatAddresses }, { settings, wechatAccounts: { current: async () => undefined } });
    return app;
}
