import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SuspiciousCode } from '@mashang/contract';
import { codeIdOf } from '../../codes/index.ts';
import { openScanRoutes, type ScanRoutes } from './scan-routes.test-support.ts';

let desk: ScanRoutes;
let batch: Awaited<ReturnType<ScanRoutes['aBatch']>>;
beforeAll(async () => {
  desk = await openScanRoutes();
  batch = await desk.aBatch();
});
afterAll(() => desk.close());

describe('B11: suspicious codes', () => {
  const list = (query: string, limit = 200) =>
    desk.readPages<SuspiciousCode>(`/api/hq/suspicious-codes?${query}`, limit);
  const serials = async (query: string, limit?: number) =>
    (await list(query, limit)).map(({ serial }) => serial);

  test('sorted by time, people or provinces; cleared with a note, once, and listed again beyond', async () => {
    const scanBy = async (serial: number, people: number, provinces: string[] = []) => {
      desk.clock.advanceMs(1_000);
      const codeId = codeIdOf(batch.batchId, serial);
      for (let count = 0; count < people; count += 1) {
        const province = provinces[count % provinces.length] ?? null;
        const memberId = 1_000 + count;
        const { productId } = batch;
        desk.scanLog.record(desk.attempt({ codeId, productId, memberId, province }));
      }
      await desk.scanLog.flush();
    };
    await scanBy(501, 9);
    await scanBy(502, 4, ['110000', '310000', '440000', '330000']);
    await scanBy(503, 6, ['110000']);
    await scanBy(504, 4, ['110000']);
    for (const limit of [1, 200]) {
      expect(await serials('sort=newest', limit)).toEqual([503, 502, 501]);
      expect(await serials('sort=people', limit)).toEqual([501, 503, 502]);
      expect(await serials('sort=provinces', limit)).toEqual([502, 503, 501]);
    }
    const clear = (note: string) =>
      desk.ask('POST', `/api/hq/suspicious-codes/${batch.batchId}-501/clear`, { note });
    expect((await clear('\u202e ')).status).toBe(400);
    const replies = await Promise.all(Array.from({ length: 10 }, () => clear('门店试扫')));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 409),
    ]);
    expect(await list('state=cleared')).toMatchObject([
      { serial: 501, people: 9, clearedByName: '员工1', note: '门店试扫' },
    ]);
    await scanBy(501, 9);
    expect(await serials('state=open')).toEqual([503, 502]);
    await scanBy(501, 10);
    expect(await serials('state=open&sort=newest')).toEqual([501, 503, 502]);
    const { text } = await desk.ask('GET', '/api/hq/suspicious-codes/export?format=csv');
    expect(text).toContain(`${batch.batchId}-501`);
    expect(text).not.toContain(batch.code(501));
    expect(await serials(`productId=${batch.productId + 1}`)).toEqual([]);
  });

  test('a forged cursor is refused', async () => {
    for (const value of [
      '{"value":1e400,"codeText":"1"}',
      '{"value":1,"codeText":"1;"}',
      '[]',
      'null',
    ]) {
      const cursor = Buffer.from(value).toString('base64url');
      expect((await desk.ask('GET', `/api/hq/suspicious-codes?cursor=${cursor}`)).status).toBe(400);
    }
  });
});
