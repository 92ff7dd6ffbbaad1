import type { OwnStaff, StaffRole } from '@mashang/contract';
import { clientNetwork } from '../../platform/client-network.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { checkPasswordRules } from '../../platform/passwords/index.ts';
import type { Passwords } from '../../platform/passwords/index.ts';
import { countUse } from '../../platform/rate-limit.ts';
import { registerAuditRoutes } from './audit-routes.ts';
import { changeOwnPassword, preparePasswordChange } from './change-own-password.ts';
import { registerColleagueRoutes } from './colleague-routes.ts';
import {
  createFirstAdministrator,
  isSetupNeeded,
  requireSetupLink,
} from './create-first-administrator.ts';
import { registerInvitationRoutes } from './invitation-routes.ts';
import { readLoginName } from './login-name.ts';
import { provePassword, signIn } from './sign-in.ts';
import { clearStaffCookie, setStaffCookie } from './staff-cookie.ts';
import { endStaffSession, startStaffSession } from './staff-sessions.ts';

export interface StaffRouteTools {
  db: Db;
  clock: Clock;
  passwords: Passwords;
  /** Whether cookies travel by https only: true when the public address is https. */
  secureCookies: boolean;
  /** What stands before /hq/invitation in a one-time link, without a slash at the end. */
  publicUrl: string;
}

export function registerStaffRoutes(route: Route, tools: StaffRouteTools): void {
  bindSetup(route, tools);
  bindSession(route, tools);
  registerInvitationRoutes(route, tools);
  registerColleagueRoutes(route, tools);
  registerAuditRoutes(route, tools);

  route('POST /api/hq/password', async ({ body, caller }) => {
    const { staffId, sessionHash } = caller;
    const change = await preparePasswordChange(tools.db, tools, { ...body, staffId });
    await tools.db.transaction().execute((tx) => changeOwnPassword(tx, change, sessionHash));
    return {};
  });
}

const setupLimit = { name: 'staff-setup:address', windowSeconds: 15 * 60, max: 50 };

function bindSetup(route: Route, tools: StaffRouteTools): void {
  const { db, clock, passwords } = tools;

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
    // Whoever asked is known now, and the audit line is theirs.
    caller.staffId = staff.staffId;
    return { staff };
  });
}

function bindSession(route: Route, tools: StaffRouteTools): void {
  const { db, clock } = tools;

  route('GET /api/hq/session', async ({ caller }) => {
    return { staff: caller.staffId === null ? null : await getOwnStaff(db, caller.staffId) };
  });

  route('POST /api/hq/session', async ({ body, caller, reply }) => {
    const input = { ...body, address: caller.address };
    const proven = await provePassword(db, tools, input);
    const session = await db.transaction().execute(async (tx) => {
      // Signing in again replaces the session of this browser.
      if (caller.sessionHash !== null) await endStaffSession(tx, caller.sessionHash);
      return await signIn(tx, proven, clock.now());
    });
    setStaffCookie(reply, session, tools);
    caller.staffId = proven.staff.staffId;
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
  const row = await db
    .selectFrom('staff')
    .select(['staffId', 'loginName', 'displayName', 'role'])
    .where('staffId', '=', staffId)
    .executeTakeFirstOrThrow();
  return { ...row, role: row.role as StaffRole };
}
