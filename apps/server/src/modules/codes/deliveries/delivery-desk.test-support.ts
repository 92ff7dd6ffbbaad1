import { randomBytes } from 'node:crypto';
import type { BodyOf, Delivery, TableFormat } from '@mashang/contract';
import { freshDatabase } from '../../../../test/harness-database.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import { openTestRoute } from '../../../../test/test-route.ts';
import type { TestClock } from '../../../../test/test-clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { Caller } from '../../../platform/http.ts';
import { createProduct, readGtin, readProductNames } from '../../products/index.ts';
import { readScanFacts } from '../../scans/index.ts';
import { createBatch, createCodeBook, loadKeyVersions } from '../index.ts';
import type { CodeBook } from '../index.ts';
import { registerDeliveryRoutes } from './routes.ts';

export const publicUrl = 'https://points.example.cn';

export const lines: TableFormat = {
  kind: 'txt',
  columns: ['url'],
  hasHeader: false,
  encoding: 'utf-8',
  newline: 'lf',
  splitEvery: null,
};

type Asked = BodyOf<'POST /api/hq/batches/:batchId/deliveries'>;

/** Deliveries on a database of their own, asked over HTTP as 小王, an administrator, unless `who` says else. */
export async function openDeliveryDesk() {
  const database = await freshDatabase({ max: 20 });
  const { db } = database;
  const clock = createTestClock(new Date('2026-11-22T08:00:00Z'));
  const masterKey = randomBytes(32);
  const keyVersions = await loadKeyVersions(db, masterKey);
  const codeBook = createCodeBook({ masterKey, keyVersions, ownHosts: [publicUrl] });
  const who: Partial<Caller> = {};
  const audited: unknown[] = [];
  const { app, route } = openTestRoute({
    who: (request) => ({ address: request.ip, ...who }),
    audit: (entry) => Promise.resolve(void audited.push(entry)),
  });
  registerDeliveryRoutes(route, {
    ...{ db, clock, masterKey, codeBook, publicUrl, readProductNames, readGtin, readScanFacts },
    readStaffNames: (_db, ids) => Promise.resolve(new Map([...ids].map((id) => [id, `员工${id}`]))),
    recheckEveryMs: 20,
    readBrandName: () => Promise.resolve('鲜味'),
  });

  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  const ask = askAt(url);
  const close = async () => {
    await app.close();
    await database.close();
  };
  const parts = { database, db, clock, masterKey, codeBook, app, url, who, audited };
  return { ...parts, ask, ...actions(parts, ask), close };
}

export type DeliveryDesk = Awaited<ReturnType<typeof openDeliveryDesk>>;

/** Over a real connection: the end of an answer is part of what is tested. */
function askAt(url: string) {
  return async function ask(line: string, body?: object, headers: Record<string, string> = {}) {
    const [method = '', path = ''] = line.split(' ');
    const json = body ? { body: JSON.stringify(body) } : {};
    const type = body ? { 'content-type': 'application/json' } : {};
    const reply = await fetch(url + path, { method, headers: { ...type, ...headers }, ...json });
    const bytes = Buffer.from(await reply.arrayBuffer());
    const replyHeaders = Object.fromEntries(reply.headers);
    const isJson = String(replyHeaders['content-type']).startsWith('application/json');
    const text = bytes.toString();
    return {
      status: reply.status,
      headers: replyHeaders,
      bytes,
      text,
      body: (isJson && text !== '' ? JSON.parse(text) : {}) as Record<string, unknown>,
    };
  };
}

function actions(
  { db, clock, codeBook }: { db: Db; clock: TestClock; codeBook: CodeBook },
  ask: ReturnType<typeof askAt>,
) {
  async function aBatch(batch: Partial<Parameters<typeof createBatch>[2]> = {}) {
    return db.transaction().execute(async (tx) => {
      const now = clock.now();
      const name = `产品 ${randomBytes(4).toString('hex')}`;
      const productId = await createProduct(tx, { name, pointsPerCode: 10, now });
      const given = { productId, quantity: 1_000, now, ...batch };
      return createBatch(tx, { codeBook, readGtin }, given);
    });
  }

  /** A plain copy for the press, good for a day. */
  async function deliver(batchId: number, fields: Partial<Asked> = {}) {
    const asked: Asked = {
      purpose: 'print',
      recipient: '华东印刷厂',
      format: lines,
      isProtected: false,
      hasLink: false,
      expiresAt: new Date(clock.now().getTime() + 86_400_000).toISOString(),
      downloadsMax: 3,
      ...fields,
    };
    const { status, body } = await ask(`POST /api/hq/batches/${batchId}/deliveries`, asked);
    const link = (body['link'] ?? null) as string | null;
    return {
      status,
      body,
      delivery: body['delivery'] as Delivery,
      link,
      token: link?.split('#')[1] ?? '',
      password: (body['password'] ?? null) as string | null,
    };
  }

  /** A protected copy with a link. */
  const deliverByLink = (batchId: number, fields: Partial<Asked> = {}) =>
    deliver(batchId, { isProtected: true, hasLink: true, ...fields });

  const getDelivery = async (deliveryId: number) =>
    (await ask(`GET /api/hq/deliveries/${deliveryId}`)).body as unknown as Delivery;

  /** The code a line of a copy stands for. */
  function readLine(text: string) {
    return codeBook.cipher(1, 16).decode(text.slice(`${publicUrl}/C/`.length));
  }

  return { aBatch, deliver, deliverByLink, getDelivery, readLine };
}

/** Who comes by a link: each time from another network, so that no test meets the limits of another. */
export function createStranger(desk: DeliveryDesk) {
  let networks = 0;
  const address = () => `203.0.113.${networks}`;
  return {
    address,
    arrive() {
      networks += 1;
      Object.assign(desk.who, { address: address(), staffId: 1, staffRole: 'administrator' });
    },
    look: (token: string) => desk.ask('POST /api/pickups', { token }),
    begin: (token: string) => desk.ask('POST /api/pickups/downloads', { token }),
    take: (path: unknown, headers?: Record<string, string>) =>
      desk.ask(`GET ${String(path)}`, undefined, headers),
    async aCopy(fields: Parameters<DeliveryDesk['deliverByLink']>[1] = {}) {
      const batchId = await desk.aBatch({ quantity: 200 });
      return desk.deliverByLink(batchId, fields);
    },
  };
}
