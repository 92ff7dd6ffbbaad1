import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll } from 'vitest';
import type { MemberKind } from '@mashang/contract';
import { freshDatabase, type TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { awardPoints, openAccount, registerPointsRoutes } from './index.ts';

const memberKind: MemberKind = 'chef';

/** The routes of the ledger on a database of their own, called as a member or as head office. */
export function usePointsDesk() {
  const desk = {
    clock: createTestClock(),
    caller: { memberId: 1, staffId: 1, language: 'zh' as 'zh' | 'en' },
    database: undefined as unknown as TestDatabase,
    app: undefined as unknown as FastifyInstance,
    lastSource: 0n,

    async get(url: string, query: Record<string, string | number> = {}) {
      const texts = Object.entries(query).map(([name, value]) => [name, String(value)]);
      const reply = await desk.app.inject({
        url,
        query: Object.fromEntries(texts) as Record<string, string>,
      });
      const isJson = String(reply.headers['content-type']).includes('json');
      return {
        status: reply.statusCode,
        text: reply.body,
        body: isJson ? reply.json<Record<string, unknown>>() : {},
      };
    },

    /** An award of a claim, at a moment. */
    award(memberId: number, points: number, at: string, changed: Partial<AwardOfTest> = {}) {
      desk.lastSource += 1n;
      const source = { sourceKind: 'claim' as const, sourceId: desk.lastSource };
      const rest = { productId: 1, batchId: 1, regionCode: '320500', memberKind, ...changed };
      const award = { memberId, points, ...source, explanation: { base: points }, ...rest };
      return desk.database.db.transaction().execute(async (tx) => {
        await openAccount(tx, memberId);
        await awardPoints(tx, [award], new Date(at));
      });
    },
  };

  beforeAll(async () => {
    desk.database = await freshDatabase({ max: 4 });
    const { app, route } = openTestRoute({
      who: () => ({ staffRole: 'operator', ...desk.caller }),
    });
    desk.app = app;
    registerPointsRoutes(route, {
      db: desk.database.db,
      clock: desk.clock,
      describeMembers: async (_db, ids) => new Map(ids.map((id) => [id, describe(id)])),
      readProductNames: async (_db, ids) => new Map(ids.map((id) => [id, `产品${id}`])),
      findMemberIdsByMobile: async (_db, text) => [Number(text)],
    });
  });
  afterAll(async () => {
    await desk.app.close();
    await desk.database.close();
  });
  return desk;
}

interface AwardOfTest {
  productId: number;
  batchId: number;
  regionCode: string | null;
  memberKind: MemberKind;
}

function describe(id: number) {
  return {
    name: `=会员${id}`,
    kind: 'consumer' as const,
    mobileMasked: '154****0001',
    regionCode: '440300',
  };
}
