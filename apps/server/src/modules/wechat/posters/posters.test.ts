import type { Poster } from '@mashang/contract';
import type { FastifyInstance } from 'fastify';
import { parseCsv } from 'hucre/csv';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshServer } from '../../../../test/harness.ts';
import type { TestServer } from '../../../../test/harness.ts';
import { openAllConnections } from '../../../../test/harness-database.ts';
import { openTestRoute } from '../../../../test/test-route.ts';
import { countPosterVisit } from './count-poster-visit.ts';
import { posterLimit } from './create-poster.ts';
import { registerPosterRoutes } from './poster-routes.ts';

const daySeconds = 86_400;
let server: TestServer;
let app: FastifyInstance;

beforeAll(async () => {
  server = await freshServer();
  const opened = openTestRoute();
  app = opened.app;
  registerPosterRoutes(opened.route, {
    ...{ db: server.database.db, clock: server.clock, accounts: server.wechatAccounts },
    readStaffNames: async () => new Map([[1, '王芳']]),
  });
});
afterAll(async () => {
  await app.close();
  await server.close();
});

const base = '/api/hq/wechat/posters';

async function add(name: string, days: number | null = null, note = ''): Promise<Poster> {
  const answer = await app.inject({ method: 'POST', url: base, payload: { name, note, days } });
  expect(answer.statusCode).toBe(200);
  server.clock.advanceMs(1);
  return answer.json<Poster>();
}

async function list(query: string): Promise<{ rows: Poster[]; next: string | null }> {
  return (await app.inject(`${base}?${query}`)).json();
}

async function sceneOf({ posterId }: Poster): Promise<string> {
  const found = await server.database.db
    .selectFrom('wechatPoster')
    .select('scene')
    .where('posterId', '=', posterId)
    .executeTakeFirstOrThrow();
  return found.scene;
}

function count(scene: string, isNewFollower: boolean): Promise<boolean> {
  const { appId } = server.wechatAccount;
  return server.database.db
    .transaction()
    .execute((tx) => countPosterVisit(tx, { appId, scene, isNewFollower }));
}

describe('S2: posters of shops', () => {
  test('S2: a permanent one and one for some days are QRs of the account, and say when they end', async () => {
    const permanent = await add(' 东门店\u202e ', null, '收银台');
    expect(permanent).toMatchObject({
      ...{ name: '东门店', note: '收银台', isPermanent: true, expiresAt: null },
      ...{ follows: 0, scans: 0, createdByName: '王芳', archivedAt: null },
    });
    expect(permanent.url).toMatch(/^https?:\/\/weixin\.qq\.com\/q\//);
    expect(await sceneOf(permanent)).toMatch(/^p[0-9a-hjkmnp-tv-z]{20}$/);
    const before = server.clock.now().getTime();
    const temporary = await add('周末活动', 30);
    expect(temporary.isPermanent).toBe(false);
    expect(Date.parse(temporary.expiresAt ?? '')).toBe(before + 30 * daySeconds * 1000);
    for (const body of [
      { name: '\u200b', note: '', days: null },
      { name: '甲', note: '', days: 31 },
    ]) {
      const refused = await app.inject({ method: 'POST', url: base, payload: body });
      expect(refused.statusCode).toBe(400);
    }
  });

  test('S2: when WeChat makes none, the reason and its remedy are told and nothing is listed', async () => {
    const path = '/cgi-bin/qrcode/create';
    server.simulator.control.planFault({ path, errcode: 48001, errmsg: 'api unauthorized' });
    const payload = { name: '没有的海报', note: '', days: null };
    const refused = await app.inject({ method: 'POST', url: base, payload });
    expect([refused.statusCode, refused.json()]).toMatchObject([
      503,
      {
        code: 'wechat_unavailable',
        details: { errcode: 48001, reason: expect.stringMatching(/认证/) as unknown },
      },
    ]);
    expect((await list(`search=${encodeURIComponent('没有的海报')}`)).rows).toEqual([]);
  });

  test('S19: one clerk cannot use up the QRs the account has for ever', async () => {
    const before = (await list('limit=200')).rows.length;
    await add('限额');
    const useUp = 'update rate_limit set used = $2 where bucket like $1';
    await server.database.pool.query(useUp, [`${posterLimit.name}:%`, posterLimit.max]);
    const payload = { name: '限额之外', note: '', days: null };
    const refused = await app.inject({ method: 'POST', url: base, payload });
    expect([refused.statusCode, refused.json()]).toMatchObject([
      429,
      { code: 'too_many_requests' },
    ]);
    expect((await list('limit=200')).rows).toHaveLength(before + 1);
    server.clock.advanceMs(posterLimit.windowSeconds * 1000);
    await add('第二天');
  });

  test('S2: fifty scans at once are counted exactly, followers won apart from those who follow', async () => {
    const poster = await add('地铁站');
    const scene = await sceneOf(poster);
    await openAllConnections(server.database, 20);
    const known = await Promise.all(
      Array.from({ length: 50 }, (_each, index) => count(scene, index % 2 === 0)),
    );
    expect(known.every(Boolean)).toBe(true);
    const [row] = (await list(`search=${encodeURIComponent('地铁站')}`)).rows;
    expect(row).toMatchObject({ follows: 25, scans: 25 });
  });

  test('S2: who comes by a poster in WeChat is counted; made-up scenes, and those of others, are not', async () => {
    const poster = await add('收银台');
    const scene = await sceneOf(poster);
    const { control } = server.simulator;
    await control.pushEvent('c', { kind: 'subscribe', scene, ticket: 't' });
    await control.pushEvent('a', { kind: 'SCAN', scene, ticket: 't' });
    expect((await list(`search=${encodeURIComponent('收银台')}`)).rows).toContainEqual(
      expect.objectContaining({ posterId: poster.posterId, follows: 1, scans: 1 }),
    );
    expect(await count('p00000000000000000000', true)).toBe(false);
    expect(await count(`s${scene.slice(1)}`, true)).toBe(false);
    const { db } = server.database;
    const foreign = { appId: 'wx-another', scene, isNewFollower: true };
    expect(await db.transaction().execute((tx) => countPosterVisit(tx, foreign))).toBe(false);
  });

  test('S2: an archived poster is no longer among those shown, keeps its first moment, counts on, comes back', async () => {
    const poster = await add('旧店');
    const url = `${base}/${poster.posterId}`;
    const post = (what: string) =>
      app.inject({ method: 'POST', url: `${url}/${what}`, payload: {} });
    const first = (await post('archive')).json<Poster>();
    server.clock.advanceMs(60_000);
    expect((await post('archive')).json<Poster>().archivedAt).toBe(first.archivedAt);
    const isIn = async (state: string) =>
      (await list(`state=${state}&limit=200`)).rows.some(({ name }) => name === '旧店');
    expect([await isIn('shown'), await isIn('archived')]).toEqual([false, true]);
    expect(await count(await sceneOf(poster), false)).toBe(true);
    expect((await post('restore')).json()).toMatchObject({ archivedAt: null, scans: 1 });
    const unknown = await app.inject({ method: 'POST', url: `${base}/999/archive`, payload: {} });
    expect([unknown.statusCode, unknown.json()]).toMatchObject([404, { code: 'poster_not_found' }]);
  });
});

describe('S2: the list of posters', () => {
  test('S2: goes page by page in every order without losing or repeating one, as text and as a file', async () => {
    for (const name of ['翻页1', '翻页2', '翻页3', '翻页4', '翻页5%']) await add(name);
    const [favourite] = (await list(`search=${encodeURIComponent('翻页3')}`)).rows;
    await count(await sceneOf(favourite as Poster), true);
    const search = `search=${encodeURIComponent('翻页')}`;
    const walk = async (sort: string) => {
      const names: string[] = [];
      let cursor = '';
      for (;;) {
        const page = await list(`${search}&sort=${sort}&limit=2${cursor}`);
        names.push(...page.rows.map(({ name }) => name));
        if (page.next === null) return names.join(' ');
        cursor = `&cursor=${page.next}`;
      }
    };
    expect(await walk('newest')).toBe('翻页5% 翻页4 翻页3 翻页2 翻页1');
    expect(await walk('oldest')).toBe('翻页1 翻页2 翻页3 翻页4 翻页5%');
    expect(await walk('follows')).toBe('翻页3 翻页5% 翻页4 翻页2 翻页1');
    expect((await list(`search=${encodeURIComponent('5%')}`)).rows).toHaveLength(1);
    const file = await app.inject(`${base}/export?format=csv&sort=oldest&${search}`);
    const [head, ...rows] = parseCsv(file.body);
    expect([head?.[1], rows.map((row) => row[1])]).toEqual([
      '名称',
      ['翻页1', '翻页2', '翻页3', '翻页4', '翻页5%'],
    ]);
  });

  test('S2: the QR comes as a drawing for print and as a picture, named after the shop', async () => {
    const { posterId } = await add('西门店');
    const picture = (format: string) => app.inject(`${base}/${posterId}/picture?format=${format}`);
    const svg = await picture('svg');
    expect([svg.headers['content-type'], svg.body.slice(0, 4)]).toEqual(['image/svg+xml', '<svg']);
    expect(svg.headers['content-disposition']).toContain(encodeURIComponent('西门店.svg'));
    const png = await picture('png');
    expect(await sharp(png.rawPayload).metadata()).toMatchObject({ format: 'png', width: 1200 });
  });
});
