import type { OwnStaff } from '@mashang/contract';
import { clientNetwork } from '../../platform/client-network.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { countUse } from '../../platform/rate-limit.ts';
import { changeOwnPassword, preparePasswordChange } from './change-own-password.ts';
import {
  createFirstAdministrator,
  isSetupNeeded,
  requireSetupLink,
} from './create-first-administrator.ts';
import { readLoginName } from './login-name.ts';
import { checkPasswordRules } from '../../platform/passwords/index.ts';
import type { Passwords } from '../../platform/passwords/index.ts';
import { provePassword, signIn } from './sign-in.ts';
import { clearStaffCookie, setStaffCookie } from './staff-cookie.ts';
import { endStaffSession, startStaffSession } from './staff-sessions.ts';

export interface StaffRouteTools {
  db: Db;
  clock: Clock;
  /** Whether cookies travel by https only: true when the public address is https. */
  secureCookies: boolean;
}

export function registerStaffRoutes(route: Route, tools: StaffRouteTools): void {
  const passwords = createPasswords();
  bindSetup(route, tools, passwords);
  bindSession(route, tools, passwords);

  route('POST /api/hq/password', async ({ body, caller }) => {
    const { staffId, sessionHash } = caller;
    const input = { ...body, staffId };
    const change = await preparePasswordChange(tools.db, { ...tools, passwords }, input);
    await tools.db.transaction().execute((tx) => changeOwnPassword(tx, change, sessionHash));
    return {};
  });
}

const setupLimit = { name: 'staff-setup:address', windowSeconds: 15 * 60, max: 50 };

function bindSetup(route: Route, tools: StaffRouteTools, passwords: Passwords): void {
  const { db, clock } = tools;

  route('GET /api/hq/setup', async () => ({ needed: await isSetupNeeded(db) }));

  route('POST /api/hq/setup', async ({ body, caller, reply }) => {
    const { setupToken } = body;
    const now = clock.now();
    await countUse(db, setupLimit, clientNetwork(caller.address), now);
    await requireSetupLink(db, setupToken);
    const loginName = readLoginName(body.loginName);
    checkPasswordRules(body.password, loginName);
    const passwordHash = await passwords.hash(body.password);
    const { staff, session } = await db.transaction().execute(async (tx) => {
      const input = { setupToken, loginName, passwordHash, now };
      const staff = await createFirstAdministrator(tx, input);
      return { staff, session: await startStaffSession(tx, staff.staffId, now) };
    });
    setStaffCookie(reply, session, tools);
    return { staff };
  });
}

function bindSession(route: Route, tools: StaffRouteTools, passwords: Passwords): void {
  const { db, clock } = tools;

  route('GET /api/hq/session', async ({ caller }) => {
    return { staff: caller.staffId === null ? null : await getOwnStaff(db, caller.staffId) };
  });

  route('POST /api/hq/session', async ({ body, caller, reply }) => {
    const input = { ...body, address: caller.address };
    const proven = await provePassword(db, { clock, passwords }, input);
    const session = await db.transaction().execute(async (tx) => {
      // Signing in again replaces the session of this browser.
      if (caller.sessionHash !== null) await endStaffSession(tx, caller.sessionHash);
      return await signIn(tx, proven, clock.now());
    });
    setStaffCookie(reply, session, tools);
    return { staff: proven.staff };
  });

  route('POST /api/hq/session/end', async ({ caller, reply }) => {
    const { sessionHash } = caller;
    if (sessionHash !== null) {
      await db.transaction().execute((tx) => endStaffSession(tx, sessionHash));
    }
    clearStaffCookie(reply, tools);
    return {};
  });
}

async function getOwnStaff(db: Db, staffId: number): Promise<OwnStaff> {
  return await db
    .selectFrom('staff')
    .select(['staffId', 'loginName'])
    .where('staffId', '=', staffId)
    .executeTakeFirstOrThrow();
}
