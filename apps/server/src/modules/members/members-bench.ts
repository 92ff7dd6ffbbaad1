import type { FastifyInstance } from 'fastify';
import { policyVersion } from '@mashang/contract';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { freshDatabase, openAllConnections } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { createPasswords } from '../../platform/passwords/index.ts';
import type { Passwords } from '../../platform/passwords/index.ts';
import { createSms, smsSettingsDefault } from '../sms/index.ts';
import type { Sms } from '../sms/index.ts';
import { createMemberAuthenticator, registerMemberRoutes } from './index.ts';
import { registerScanSignInRoutes, startSession } from './index.ts';

export const masterKey = Buffer.alloc(32, 9);
export const appId = 'wx0000000000000001';
const noon = new Date('2026-11-22T04:00:00.000Z');

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  /** The whole Set-Cookie line, if there is one. */
  setCookie: string | undefined;
  token: string | undefined;
}

/** Where a request comes from. */
export interface From {
  address?: string;
  userAgent?: string;
  /** Of the page that sends it; none unless given. */
  origin?: string;
}

export interface MembersBench {
  time: Date;
  database: TestDatabase;
  sms: Sms;
  /** Members for whom an account was opened, in order. */
  opened: number[];
  /** Scenes of the QRs made so far, the newest last. */
  scenes: string[];
  clock: { now(): Date };
  wait(seconds: number): void;
  /** Password comparisons so far: the slow work of a log-in. */
  comparisons: number;
  /** One request as a browser sends it; `token` is its session. */
  call(line: string, body?: object, token?: string, from?: From): Promise<Answer>;
  /** Asks for a code through the API and reads it off the phone. */
  receiveCode(mobile: string, token?: string): Promise<string>;
  /** As `receiveCode`, but to the number of the signed-in member. */
  receiveOwnCode(mobile: string, token: string): Promise<string>;
  /** Receives a code and binds with it. */
  bind(mobile: string, options?: { token?: string | undefined; profile?: object }): Promise<Answer>;
  /** Signs a new member in by SMS and chooses a password; the token is the session after it. */
  join(mobile: string, password: string): Promise<{ token: string; memberId: number }>;
  /** The token of a session that WeChat's OAuth started. */
  enterFromWechat(openId: string): Promise<string>;
  rows(query: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

/** For one test file: the module behind real HTTP on a database of its own, emptied before each test. */
export function useMembersBench(options: { secureCookies?: boolean } = {}): MembersBench {
  let app: FastifyInstance;
  const phone = new Map<string, string>();
  const bench = createBench(phone, () => app);
  const provider = {
    name: 'test carrier',
    send: async (message: { mobile: string; code: string }) => {
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

function createBench(phone: Map<string, string>, app: () => FastifyInstance): MembersBench {
  const bench: MembersBench = {
    time: noon,
    database: undefined as unknown as TestDatabase,
    sms: undefined as unknown as Sms,
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
    rows: async (query, values = []) =>
      (await bench.database.pool.query<Record<string, unknown>>(query, values)).rows,
  };
  return bench;
}

async function send(
  app: FastifyInstance,
  line: string,
  body?: object,
  token?: string,
  from: From = {},
): Promise<Answer> {
  const [method, url] = line.split(' ') as ['GET' | 'POST' | 'PUT' | 'DELETE', string];
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

function mustSucceed(answer: Answer): Answer {
  if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
  return answer;
}

function makeApp(bench: MembersBench, secureCookies: boolean): FastifyInstance {
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
function countedPasswords(bench: MembersBench): Passwords {
  const passwords = createPasswords();
  return {
    hash: (password) => passwords.hash(password),
    verify: async (passwordHash, password) => {
      bench.comparisons += 1;
      return await passwords.verify(passwordHash, password);
    },
  };
}
