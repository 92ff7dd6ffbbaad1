import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect } from 'vitest';
import { openTestRoute } from '../../../../test/test-route.ts';
import { useGuardsBench } from '../guards-bench.test-support.ts';
import type { GuardsBench } from '../guards-bench.test-support.ts';
import { registerGuardRoutes } from '../index.ts';

type Rows = Record<string, unknown>[];

export interface GuardDeskBench extends GuardsBench {
  call: (
    line: `${'GET' | 'POST'} ${string}`,
    body?: object,
  ) => Promise<{ status: number; body: Record<string, unknown>; text: string }>;
  /** All rows of a list, page by page. */
  readAll: (url: string, limit: number) => Promise<Rows>;
}

const names = new Map(
  [1, 2, 12].map((id) => [id, { name: `会员${id}`, mobileMasked: '154****0001' }]),
);

/** The desk over HTTP, asked by 小王 from 198.51.100.1; there are the members 1, 2 and 12. */
export function useGuardDesk(): GuardDeskBench {
  let app: FastifyInstance;
  const bench: GuardDeskBench = Object.assign(useGuardsBench(), {
    async call(line: string, body?: object) {
      const [method, url] = line.split(' ') as ['GET' | 'POST', string];
      const response = await app.inject({ method, url, ...(body ? { payload: body } : {}) });
      const isJson = String(response.headers['content-type']).startsWith('application/json');
      const parsed = isJson ? response.json<Record<string, unknown>>() : {};
      return { status: response.statusCode, body: parsed, text: response.body };
    },
    async readAll(url: string, limit: number) {
      const rows: Rows = [];
      for (let next: string | null = ''; next !== null;) {
        const cursor = next === '' ? '' : `&cursor=${next}`;
        const asked = `${url}${url.includes('?') ? '&' : '?'}limit=${limit}${cursor}`;
        const { body, status } = await bench.call(`GET ${asked}`);
        expect(status).toBe(200);
        rows.push(...(body.rows as Rows));
        next = body.next as string | null;
      }
      return rows;
    },
  });
  beforeAll(() => {
    const opened = openTestRoute({ who: () => ({ address: '198.51.100.1' }) });
    app = opened.app;
    registerGuardRoutes(opened.route, {
      db: bench.database.db,
      clock: bench.clock,
      guardBook: bench.guardBook,
      describeMembers: async (_db, ids) =>
        new Map(ids.flatMap((id) => (names.has(id) ? [[id, names.get(id)!]] : []))),
      readStaffNames: async () => new Map([[1, '小王']]),
      codeRefOf: (codeId) => `7-${codeId}`,
    });
  });
  afterAll(() => app.close());
  return bench;
}
