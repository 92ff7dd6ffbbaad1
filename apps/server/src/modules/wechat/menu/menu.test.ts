import type { DeclaredMenu, MenuState } from '@mashang/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshServer, wechatClientOf } from '../../../../test/harness.ts';
import type { TestServer } from '../../../../test/harness.ts';
import { openTestRoute } from '../../../../test/test-route.ts';
import type { Language } from '../../../texts.ts';
import { createWechatMenuStore } from '../../settings/index.ts';
import type { WechatAccount } from '../account/create-accounts.ts';
import { defaultMenu } from './default-menu.ts';
import { registerMenuRoutes } from './menu-routes.ts';
import { publishMenu } from './publish-menu.ts';
import type { MenuTools } from './read-menu-state.ts';
import { syncMenu } from './sync-menu.ts';

let server: TestServer;
let tools: MenuTools;
let app: FastifyInstance;
let language: Language = 'zh';

beforeAll(async () => {
  server = await freshServer();
  const { database, clock, publicUrl, masterKey, wechatAccounts: accounts } = server;
  const store = createWechatMenuStore({ masterKey });
  tools = { db: database.db, accounts, publicUrl, store };
  const opened = openTestRoute({ who: () => ({ language }) });
  app = opened.app;
  registerMenuRoutes(opened.route, { ...tools, clock });
});
afterAll(async () => {
  await app.close();
  await server.close();
});
beforeEach(async () => {
  language = 'zh';
  await server.database.pool.query('truncate setting');
  await (await wechatClientOf(server)).deleteMenu();
});

async function call(line: string, body?: object) {
  const [method, url] = line.split(' ') as ['GET' | 'PUT' | 'POST', string];
  const answer = await app.inject({ method, url, ...(body ? { payload: body } : {}) });
  return { status: answer.statusCode, body: answer.json<MenuState & Record<string, unknown>>() };
}
const read = () => call('GET /api/hq/wechat/menu');
const declare = (button: unknown[], version: number) =>
  call('PUT /api/hq/wechat/menu', { button, version });
const publish = (version: number) => call('POST /api/hq/wechat/menu/publish', { version });
const aView = (name: string) => ({
  type: 'view' as const,
  name,
  url: 'https://points.example.cn/',
});

describe('S2: the menu of the account', () => {
  test('S2: the default one has the scanner in the chat, the scanner page and the points', async () => {
    const { body } = await read();
    expect(body).toMatchObject({ version: 0, published: null, state: 'none', failure: null });
    expect(body.declared).toEqual(defaultMenu(server.publicUrl));
    expect(body.declared.button).toMatchObject([
      { type: 'scancode_waitmsg', name: '扫码积分' },
      { type: 'view', name: '网页扫码' },
      { type: 'view', name: '我的积分' },
    ]);
    expect((await publish(0)).body).toMatchObject({ state: 'same', differences: [] });
  });

  test('S2: both kinds of scanner, sub-menus and every other action are declared and published', async () => {
    const miniprogram = { appid: 'wx0123456789abcdef', pagepath: 'pages/index' };
    const button: DeclaredMenu['button'] = [
      { type: 'scancode_push', name: '扫码', key: 'SCAN_PAGE' },
      {
        name: '更多\u200b',
        sub_button: [
          { type: 'scancode_waitmsg', name: '扫码积分', key: 'SCAN_POINTS' },
          { type: 'click', name: '我的积分', key: 'MY_POINTS' },
          { ...aView('商城'), key: 'left over of another type' },
          { type: 'miniprogram', name: '小程序', url: 'https://a.example', ...miniprogram },
        ],
      },
    ];
    const { status, body } = await declare(button, 0);
    expect([status, body.version, body.state]).toEqual([200, 1, 'none']);
    expect(body.declared.button[1]).toEqual({
      name: '更多',
      sub_button: [
        { type: 'scancode_waitmsg', name: '扫码积分', key: 'SCAN_POINTS' },
        { type: 'click', name: '我的积分', key: 'MY_POINTS' },
        aView('商城'),
        { type: 'miniprogram', name: '小程序', url: 'https://a.example', ...miniprogram },
      ],
    });
    expect((await publish(1)).body).toMatchObject({ state: 'same', failure: null });
    expect(server.simulator.control.menu()?.button).toHaveLength(2);
  });

  test('S2: what somebody changed by hand is told button by button, in the language of who asks', async () => {
    await declare([aView('甲'), { name: '乙', sub_button: [aView('一'), aView('二')] }], 0);
    const client = await wechatClientOf(server);
    await client.createMenu({
      button: [
        { ...aView('甲'), url: 'https://other.example/' },
        { name: '乙', sub_button: [aView('壹')] },
        { type: 'media_id', name: '图', media_id: 'm' },
      ],
    });
    expect((await read()).body).toMatchObject({
      state: 'different',
      differences: [
        '第 1 个按钮「甲」：网址应为 https://points.example.cn/，手机上是 https://other.example/',
        '第 2 个按钮下的第 1 项「一」：手机上叫「壹」',
        '第 2 个按钮下的第 2 项「二」：手机上没有',
        '第 3 个按钮「图」：手机上多出来的',
      ],
    });
    language = 'en';
    expect((await read()).body.differences).toContain('Item 2 of button 2 “二”: not on phones');
  });

  test('S2: WeChat being away keeps nobody from declaring; publishing says what to do', async () => {
    const { control } = server.simulator;
    const away = (path: string) => control.planFault({ path, errcode: 48001, errmsg: 'no' });
    away('/cgi-bin/menu/get');
    const declared = await declare([aView('甲')], 0);
    expect([declared.status, declared.body]).toMatchObject([200, { state: 'unknown', version: 1 }]);
    expect(declared.body.failure).toMatch(/权限.*认证/);
    away('/cgi-bin/menu/create');
    language = 'en';
    const published = await publish(1);
    expect([published.status, published.body]).toMatchObject([
      503,
      { code: 'wechat_unavailable', details: { errcode: 48001 } },
    ]);
    expect(published.body['details']).toHaveProperty('reason', expect.stringMatching(/certified/));
    expect((await publish(1)).body).toMatchObject({ state: 'same', failure: null });
  });
});

describe('menus that are refused', () => {
  const action = { type: 'view', name: '甲', url: 'https://a.example/' };
  const below = (change: object) => ({ name: '乙', sub_button: [{ ...action, ...change }] });
  test.each<[string, unknown]>([
    ['no button', []],
    ['four buttons', [action, action, action, action]],
    ['six below', [{ name: '乙', sub_button: Array.from({ length: 6 }, () => action) }]],
    ['nothing below', [{ name: '乙', sub_button: [] }]],
    ['below what is below', [{ name: '乙', sub_button: [{ name: '丙', sub_button: [action] }] }]],
    ['an unknown type', [{ ...action, type: 'pic_weixin', key: 'k' }]],
    ['an unknown field', [{ ...action, media_id: 'm' }]],
    ['no name', [{ ...action, name: '\u200b ' }]],
    ['a name of 17 bytes', [{ ...action, name: '扫码积分扫ab' }]],
    ['a name of 61 bytes below', [below({ name: `${'积'.repeat(20)}a` })]],
    ['no address', [{ type: 'view', name: '甲' }]],
    ['an address of 1 025 bytes', [{ ...action, url: `https://a.example/${'a'.repeat(1_007)}` }]],
    ['http', [{ ...action, url: 'http://a.example/' }]],
    ['a script', [{ ...action, url: 'javascript:alert(1)' }]],
    ['a blank in the address', [{ ...action, url: 'https://a.example/ x' }]],
    ['a name and password', [{ ...action, url: 'https://me:secret@a.example/' }]],
    ['no key', [{ type: 'scancode_waitmsg', name: '甲' }]],
    ['a key of 129 bytes', [{ type: 'click', name: '甲', key: '积'.repeat(43) }]],
    [
      'no page',
      [{ type: 'miniprogram', name: '甲', url: action.url, appid: 'wx0123456789abcdef' }],
    ],
    ['no appid', [below({ type: 'miniprogram', appid: 'abc', pagepath: 'p' })]],
  ])('S2: %s', async (_why, button) => {
    const { status, body } = await declare(button as unknown[], 0);
    expect(status).toBe(400);
    expect(['menu_invalid', 'bad_request']).toContain(body['code']);
    expect((await read()).body.version).toBe(0);
  });

  test('S2: a refused menu says which button, and a name of exactly 16 and 60 bytes is none', async () => {
    const { body } = await declare([action, below({ url: 'http://a.example' })], 0);
    expect(body).toMatchObject({
      code: 'menu_invalid',
      message: '第 2 个按钮下的第 1 项「甲」：网址必须以 https:// 开头',
      details: { slip: 'urlNotHttps', place: '2.1', name: '甲' },
    });
    const longest = [{ ...action, name: '扫码积分扫a' }, below({ name: '积'.repeat(20) })];
    expect((await declare(longest, 0)).status).toBe(200);
  });
});

describe('many at once', () => {
  test('S2: fifty clerks who publish at once end with the declared menu', async () => {
    await declare([aView('甲')], 0);
    const results = await Promise.all(Array.from({ length: 50 }, () => publish(1)));
    expect(results.every(({ status, body }) => status === 200 && body.state === 'same')).toBe(true);
  });

  test('S2: clerks who change and publish at once end with the last one published, not with an older one', async () => {
    await Promise.all(
      Array.from({ length: 25 }, async (_each, index) => {
        const { version } = (await read()).body;
        const saved = await declare([aView(`菜单${index}`)], version);
        if (saved.status === 200) await publish(saved.body.version);
      }),
    );
    const wanted = await tools.store.readMenuToPublish(tools.db);
    expect(wanted?.button[0]?.name).toMatch(/^菜单/);
    const shown = server.simulator.control.menu()?.button.map(({ name }) => name);
    expect(shown).toEqual(wanted?.button.map(({ name }) => name));
  });

  test('S2: an older menu that reaches WeChat after a newer one gives way to it', async () => {
    const client = await wechatClientOf(server);
    const held = Promise.withResolvers<void>();
    const slow: typeof client = {
      ...client,
      createMenu: async (menu) => {
        await held.promise;
        await client.createMenu(menu);
      },
    };
    const input = { staffId: 1, now: server.clock.now(), language };
    await declare([aView('旧')], 0);
    const account = (await server.wechatAccounts.current())?.account as WechatAccount;
    const accounts = { current: async () => ({ account, client: slow }) };
    const older = publishMenu({ ...tools, accounts }, { ...input, version: 1 });
    await expect.poll(() => tools.store.readMenuToPublish(tools.db)).toBeDefined();
    await declare([aView('新')], 1);
    await publish(2);
    held.resolve();
    await older;
    expect(await client.getMenu()).toMatchObject({ button: [{ name: '新' }] });
  });

  test('S2: what was changed meanwhile is neither overwritten nor published', async () => {
    await declare([aView('甲')], 0);
    expect([(await declare([aView('乙')], 0)).status, (await publish(0)).status]).toEqual([
      409, 409,
    ]);
    expect(server.simulator.control.menu()).toBeNull();
  });
});

test('S2: at the start the declared menu is made where there is none, and another one left alone', async () => {
  const client = await wechatClientOf(server);
  await declare([aView('声明的')], 0);
  expect(await syncMenu(tools, { overwrite: false })).toBe('created');
  expect(await syncMenu(tools, { overwrite: false })).toBe('unchanged');
  await client.createMenu({ button: [aView('手工')] });
  expect(await syncMenu(tools, { overwrite: false })).toBe('different');
  expect(await client.getMenu()).toMatchObject({ button: [{ name: '手工' }] });
  expect(await syncMenu(tools, { overwrite: true })).toBe('created');
  expect(await client.getMenu()).toEqual({ button: [aView('声明的')] });
  const nobody = { ...tools, accounts: { current: async () => undefined } };
  expect(await syncMenu(nobody, { overwrite: true })).toBe('noAccount');
});
