import { policyVersion } from '@mashang/contract';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { freshDatabase, openAllConnections } from '../../../test/harness-database.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { createPasswords } from '../../platform/passwords/index.ts';
import { createSms, smsSettingsDefault } from '../sms/index.ts';
import { createMemberAuthenticator, registerMemberRoutes } from './index.ts';
import { registerScanSignInRoutes, startSession } from './index.ts';
export const masterKey = Buffer.alloc(32, 9);
export const appId = 'wx0000000000000001';
const noon = new Date('2026-11-22T04:00:00.000Z');
/** For one test file: the module behind real HTTP on a database of its own, emptied before each test. */
export function useMembersBench(options = {}) {
    let app;
    const phone = new Map();
    const bench = createBench(phone, () => app);
    const provider = {
        name: 'test carrier',
        send: async (message) => {
            phone.set(message.mobile, message.code);
            return undefined;
        },
    };
    beforeAll(async () => {
        bench.database = await freshDatabase();
        const { db } = bench.database;
        bench.sms = createSms({
            db,
            clock: bench.clock,
            masterKey,
            readSmsSettings: async () => smsSettingsDefault,
            simulatorProvider: provider,
            log: { warn: () => undefined },
        });
        app = makeApp(bench, options.secureCookies ?? false);
    });
    afterAll(() => bench.database.close());
    beforeEach(async () => {
        Object.assign(bench, { time: noon, opened: [], scenes: [], comparisons: 0 });
        phone.clear();
        await bench.rows(`truncate member, member_identity, member_identity_former, member_session, scan_sign_in,
      member_address, consent, sms_code, sms_message, rate_limit`);
        await openAllConnections(bench.database);
    });
    return bench;
}
function createBench(phone, app) {
    const bench = {
        time: noon,
        database: undefined,
        sms: undefined,
        opened: [],
        scenes: [],
        comparisons: 0,
        clock: { now: () => new Date(bench.time) },
        wait: (seconds) => {
            bench.time = new Date(bench.time.getTime() + seconds * 1000);
        },
        call: (line, body, token, from) => send(app(), line, body, token, from),
        receiveCode: async (mobile, token) => {
            const asked = { mobile, agreedPolicyVersion: policyVersion };
            mustSucceed(await bench.call('POST /api/sms-codes', asked, token));
            return phone.get(mobile) ?? '';
        },
        receiveOwnCode: async (mobile, token) => {
            mustSucceed(await bench.call('POST /api/me/sms-codes', {}, token));
            return phone.get(mobile) ?? '';
        },
        bind: async (mobile, { token, profile } = {}) => {
            bench.wait(60);
            const smsCode = await bench.receiveCode(mobile, token);
            const body = { mobile, smsCode, ...(profile ? { profile } : {}) };
            return await bench.call('POST /api/bindings', body, token);
        },
        join: async (mobile, newPassword) => {
            const bound = await bench.bind(mobile);
            const chosen = await bench.call('POST /api/me/password', { newPassword }, bound.token);
            const { token = '' } = mustSucceed(chosen);
            return { token, memberId: bench.opened.at(-1) ?? -1 };
        },
        enterFromWechat: async (openId) => {
            const session = await bench.database.db
                .transaction()
                .execute((tx) => startSession(tx, { appId, openId }, bench.clock));
            return session.token;
        },
        rows: async (query, values = []) => (await bench.database.pool.query(query, values)).rows,
    };
    return bench;
}
async function send(app, line, body, token, from = {}) {
    const [method, url] = line.split(' ');
    const response = await app.inject({
        method,
        url,
        cookies: token === undefined ? {} : { mashang_member: token },
        remoteAddress: from.address ?? '127.0.0.1',
        headers: {
            'user-agent': from.userAgent ?? 'test',
            ...(from.origin === undefined ? {} : { origin: from.origin }),
        },
        ...(body === undefined ? {} : { payload: body }),
    });
    const setCookie = [response.headers['set-cookie'] ?? []].flat()[0];
    return {
        status: response.statusCode,
        body: response.json(),
        setCookie,
        token: /^mashang_member=([^;]+)/.exec(setCookie ?? '')?.[1],
    };
}
function mustSucceed(answer) {
    if (answer.status !== 200)
        throw new Error(`refused: ${JSON.stringify(answer.body)}`);
    return answer;
}
function makeApp(bench, secureCookies) {
    const { db } = bench.database;
    const authenticate = createMemberAuthenticator({ db, clock: bench.clock });
    const { app, route } = openTestRoute({
        who: async (request) => ({ staffId: null, staffRole: null, ...(await authenticate(request)) }),
    });
    registerMemberRoutes(route, {
        db,
        clock: bench.clock,
        masterKey,
        sms: bench.sms,
        onMemberCreated: async (_tx, memberId) => void bench.opened.push(memberId),
        readBalance: async () => 120,
        countUnread: async () => 3,
        passwords: countedPasswords(bench),
        secureCookies,
    });
    registerScanSignInRoutes(route, {
        db,
        clock: bench.clock,
        createSceneQr: async (scene) => {
            bench.scenes.push(scene);
            return { url: `http://weixin.qq.com/q/${bench.scenes.length}` };
        },
        readProvince: (address) => (address === '202.96.128.86' ? '440000' : null),
        secureCookies,
    });
    return app;
}
/** The real ones, with every comparison counted. */
function countedPasswords(bench) {
    const passwords = createPasswords();
    return {
        hash: (password) => passwords.hash(password),
        verify: async (passwordHash, password) => {
            bench.comparisons += 1;
            return await passwords.verify(passwordHash, password);
        },
    };
}
