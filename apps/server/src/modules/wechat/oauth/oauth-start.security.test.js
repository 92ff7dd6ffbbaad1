import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/harness-database.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import { openTestRoute } from '../../../../test/test-route.ts';
import { settingsDefault } from '../../settings/index.ts';
import { readConfig } from '../../../platform/config.ts';
import { createWechatAccounts } from '../account/create-accounts.ts';
import { registerOAuthRoutes, startLimit } from './oauth-routes.ts';
const clock = createTestClock();
let database;
const { app } = openTestRoute();
beforeAll(async () => {
    database = await freshDatabase();
    const { db } = database;
    const config = readConfig({
        ...{ WECHAT_APP_ID: 'wx1', WECHAT_APP_SECRET: 'secret', WECHAT_TOKEN: 'token' },
        ...{ WECHAT_ENCODING_AES_KEY: 'a'.repeat(43), WECHAT_ORIGINAL_ID: 'gh_1' },
    });
    const accounts = createWechatAccounts({
        ...{ db, clock, config, masterKey: randomBytes(32) },
        readSettings: async () => settingsDefault.wechat,
        onTrouble: () => undefined,
    });
    registerOAuthRoutes(app, {
        ...{ db, clock, accounts },
        publicUrl: 'https://points.example.cn',
        signIn: () => Promise.resolve(),
    });
});
afterAll(async () => {
    await app.close();
    await database.close();
});
async function start(remoteAddress) {
    const reply = await app.inject({ url: '/wechat/oauth/start?return=/points', remoteAddress });
    return [reply.statusCode, reply.headers.location];
}
test('B11: a stranger cannot fill the table of OAuth states', async () => {
    clock.set(new Date('2026-11-22T04:00:00.000Z'));
    for (let count = 0; count < startLimit.max; count += 1) {
        const [, location] = await start(`2001:db8:1:2::${count.toString(16)}`);
        expect(location).toMatch(/^https:\/\/open\.weixin\.qq\.com\//);
    }
    // The page opens all the same and offers the other ways to scan.
    expect(await start('2001:db8:1:2::ffff')).toEqual([303, '/points?wechat=failed']);
    const { rows } = await database.pool.query('select count(*)::int as states from oauth_state');
    expect(rows).toEqual([{ states: startLimit.max }]);
    expect(await start('10.0.0.1')).toEqual([302, expect.stringMatching(/^https:\/\/open\./)]);
    clock.advanceMs(startLimit.windowSeconds * 1000);
    expect(await start('2001:db8:1:2::1')).toEqual([302, expect.stringMatching(/^https:\/\/open\./)]);
});
