import { randomBytes, randomUUID } from 'node:crypto';
import type { Appeal, AppealDetail, CodeHistory, OwnAppeal } from '@mashang/contract';
import sharp from 'sharp';
import { aMember } from '../../../test/factories.ts';
import { freshDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { addJob } from '../../platform/jobs.ts';
import { codeIdOf, codeRefOf, createCodeBook, loadKeyVersions } from '../codes/index.ts';
import { registerNoticeRoutes } from '../notices/index.ts';
import { readBalances } from '../points/index.ts';
import type { AppealSettings } from './appeal-settings.ts';
import { registerAppealRoutes } from './index.ts';

type Method = 'GET' | 'POST';
interface Asking {
  memberId?: number;
  staffId?: number;
  role?: 'administrator' | 'operator';
  body?: object;
}

/** A text `code-<serial>` is code <serial> of this batch: its number has more than 53 bits. */
export const batchId = 2 ** 24 + 7;
export const productId = 41;

const rules: AppealSettings = {
  pointsMax: 500,
  approvalAbovePoints: 100,
  clerkPointsPerDayMax: 2000,
  memberAppealsPerDayMax: 5,
  templates: [{ title: '已核实', text: '已核实，给您补上。' }],
};

/** Appeals on a database of their own, asked over HTTP as members and clerks. */
export async function openAppealDesk() {
  const database = await freshDatabase({ max: 25 });
  const { db } = database;
  const clock = createTestClock();
  const settings = { ...rules };
  const { app, audited } = openApp(db, clock, settings);

  async function ask<Body = Record<string, unknown>>(method: Method, url: string, by: Asking) {
    const headers = {
      ...(by.memberId ? { 'x-member': String(by.memberId) } : {}),
      ...(by.staffId ? { 'x-staff': String(by.staffId), 'x-role': by.role ?? 'operator' } : {}),
    };
    const payload = by.body ? { payload: by.body } : {};
    const reply = await app.inject({ method, url, headers, ...payload });
    const isJson = String(reply.headers['content-type']).includes('json');
    const body = (isJson ? reply.json() : {}) as Body & { code?: string };
    return { status: reply.statusCode, body, code: body.code ?? 'done', reply };
  }
  async function upload(memberId: number, file?: Buffer) {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/me/appeal-pictures',
      headers: { 'x-member': String(memberId), 'content-type': 'image/jpeg' },
      payload: file ?? (await aPhoto().jpeg().toBuffer()),
    });
    const body = reply.json<{ pictureId: string; code?: string }>();
    return { status: reply.statusCode, pictureId: body.pictureId, code: body.code ?? 'done' };
  }
  const open = (memberId: number, given: object = {}) => {
    const body = { attemptId: randomUUID(), kind: 'refused', note: '扫不了', pictureIds: [] };
    return ask<OwnAppeal>('POST', '/api/me/appeals', { memberId, body: { ...body, ...given } });
  };
  const detail = async (appealId: number, by: Asking = { staffId: 7 }) =>
    (await ask<AppealDetail>('GET', `/api/hq/appeals/${appealId}`, by)).body;
  const answer = (appealId: number, given: object = {}, staffId = 7) => {
    const words = { attemptId: randomUUID(), version: 1, answer: '已核实', reason: '标签磨损' };
    const body = { ...words, points: 0, ...given };
    return ask<AppealDetail>('POST', `/api/hq/appeals/${appealId}/answer`, { staffId, body });
  };
  const judge = (appealId: number, how: 'approve' | 'decline', given: object = {}, staffId = 8) => {
    const body = { version: 2, ...(how === 'decline' ? { reason: '证据不足' } : {}), ...given };
    const by = { staffId, role: 'administrator' as const, body };
    return ask<AppealDetail>('POST', `/api/hq/appeals/${appealId}/${how}`, by);
  };
  const masterKey = randomBytes(32);
  const keyVersions = await loadKeyVersions(db, masterKey);
  const codeBook = createCodeBook({ masterKey, keyVersions, ownHosts: [] });
  const parts = { database, clock, masterKey, codeBook };
  return {
    ...{ parts, db, clock, settings, audited, ask, upload, open, detail, answer, judge },
    aMember: () => aMember(parts),
    balanceOf: async (memberId: number) =>
      (await readBalances(db, [memberId])).get(memberId)?.balance,
    noticesOf: async (memberId: number) =>
      (await ask<{ rows: object[] }>('GET', '/api/me/notices', { memberId })).body.rows,
    queue: async (query = '') =>
      (
        await ask<{ rows: Appeal[]; next: string }>('GET', `/api/hq/appeals${query}`, {
          staffId: 7,
        })
      ).body,
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

function openApp(db: Db, clock: Clock, settings: AppealSettings) {
  const audited: string[] = [];
  const { app, route } = openTestRoute({
    audit: ({ operation }) => Promise.resolve(void audited.push(operation)),
    who: ({ headers }) => ({
      memberId: Number(headers['x-member']) || null,
      staffId: Number(headers['x-staff']) || null,
      staffRole: headers['x-role'] === 'administrator' ? 'administrator' : 'operator',
    }),
  });
  registerNoticeRoutes(route, { db, clock });
  registerAppealRoutes(route, {
    ...{ db, clock, addJob },
    readAppealSettings: () => Promise.resolve(settings),
    resolveText: (_db, text) => Promise.resolve(codeOf(text)),
    readCodeHistory: (_db, codeId) => Promise.resolve(historyOf(codeId)),
    readProductNames: () => Promise.resolve(new Map([[productId, '珍味鸡精']])),
    readStaffNames: () => Promise.resolve(new Map([7, 8, 9].map((id) => [id, `同事${id}`]))),
  });
  return { app, audited };
}

export type AppealDesk = Awaited<ReturnType<typeof openAppealDesk>>;

/** Coloured noise, so that no two are the same file. */
export function aPhoto(width = 40, height = 30) {
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
}

function codeOf(text: string) {
  const serial = /^code-(\d+)$/.exec(text)?.[1];
  return serial ? { codeId: codeIdOf(batchId, Number(serial)), productId } : null;
}

function historyOf(codeId: bigint): CodeHistory {
  return {
    codeRef: codeRefOf(codeId),
    state: 'activated',
    productId,
    productName: '珍味鸡精',
    batchId,
    serial: Number(codeRefOf(codeId).split('-')[1]),
    activatedAt: null,
    deliveries: [],
    isCopyMark: false,
    claim: null,
    scans: 0,
    people: 0,
    provinces: [],
    firstScannedAt: null,
    latestScans: [],
  };
}
