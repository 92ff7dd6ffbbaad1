import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { freshDatabase, openAllConnections } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { createPasswords } from '../../platform/passwords/index.ts';
import {
  createStaffAuthenticator,
  ensureSetupLink,
  recordAudit,
  registerStaffRoutes,
} from './index.ts';

const noon = new Date('2026-11-22T04:00:00.000Z');

export const goodPassword = '晴天喝茶看山2026';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  setCookie: string | undefined;
  token: string | undefined;
}

export interface StaffBench {
  time: Date;
  database: TestDatabase;
  clock: { now(): Date };
  wait(seconds: number): void;
  /** One request as a browser sends it; `token` is its session. */
  call(
    line: string,
    body?: object,
    options?: { token?: string; address?: string },
  ): Promise<Answer>;
  /** A file as a browser fetches it. */
  download(url: string, token: string): Promise<LightMyRequestResponse>;
  /** Makes the first administrator through the API; the answer holds its session. */
  setUp(loginName?: string): Promise<Answer>;
  signIn(loginName: string, password: string, address?: string): Promise<Answer>;
  rows(query: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

/** For one test file: the module behind real HTTP on a database of its own, emptied before each test. */
export function useStaffBench(options: { secureCookies?: boolean } = {}): StaffBench {
  let app: FastifyInstance;
  const bench: StaffBench = {
    time: noon,
    database: undefined as unknown as TestDatabase,
    clock: { now: () => new Date(bench.time) },
    wait: (seconds) => {
      bench.time = new Date(bench.time.getTime() + seconds * 1000);
    },
    call: async (line, body, { token, address = '10.0.0.1' } = {}) => {
      const [method, url] = line.split(' ') as ['GET' | 'POST' | 'PUT', string];
      const cookies = token === undefined ? {} : { mashang_staff: token };
      const payload = body === undefined ? {} : { payload: body };
      const response = await app.inject({
        method,
        url,
        cookies,
        remoteAddress: address,
        ...payload,
      });
      const setCookie = [response.headers['set-cookie'] ?? []].flat()[0];
      return {
        status: response.statusCode,
        body: response.json(),
        setCookie,
        token: /^mashang_staff=([^;]+)/.exec(setCookie ?? '')?.[1],
      };
    },
    download: (url, token) => app.inject({ url, cookies: { mashang_staff: token } }),
    setUp: async (loginName = 'admin') => {
      const setupToken = await ensureSetupLink(bench.database.db, bench.clock);
      return await bench.call('POST /api/hq/setup', {
        setupToken,
        loginName,
        password: goodPassword,
      });
    },
    signIn: (loginName, password, address = '10.0.0.1') =>
      bench.call('POST /api/hq/session', { loginName, password }, { address }),
    rows: async (query, values = []) =>
      (await bench.database.pool.query<Record<string, unknown>>(query, values)).rows,
  };
  beforeAll(async () => {
    bench.database = await freshDatabase();
    app = makeApp(bench, options.secureCookies ?? false);
  });
  afterAll(() => bench.database.close());
  beforeEach(async () => {
    bench.time = noon;
    await bench.rows('truncate staff, staff_session, staff_setup, audit_log, rate_limit');
    await openAllConnections(bench.database);
  });
  return bench;
}

function makeApp(bench: StaffBench, secureCookies: boolean): FastifyInstance {
  const { db } = bench.database;
  const authenticate = createStaffAuthenticator({ db, clock: bench.clock });
  const { app, route } = openTestRoute({
    who: async (request) => ({ staffId: null, staffRole: null, ...(await authenticate(request)) }),
    audit: (entry) => recordAudit(db, bench.clock, entry),
  });
  registerStaffRoutes(route, {
    db,
    clock: bench.clock,
    passwords: createPasswords(),
    secureCookies,
    publicUrl: 'https://points.example.cn',
  });
  return app;
}
