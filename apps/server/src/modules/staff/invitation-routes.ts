import { clientNetwork } from '../../platform/client-network.ts';
import type { Route } from '../../platform/http.ts';
import { checkPasswordRules } from '../../platform/passwords/index.ts';
import { countUse } from '../../platform/rate-limit.ts';
import { acceptInvitation, requireInvitation } from './accept-invitation.ts';
import type { StaffRouteTools } from './routes.ts';
import { setStaffCookie } from './staff-cookie.ts';
import { endStaffSession } from './staff-sessions.ts';

/** Tries at links, right and wrong ones: none can be guessed, but each costs a look. */
const invitationLimit = { name: 'staff-invitation:address', windowSeconds: 15 * 60, max: 50 };

/** The one thing an invited colleague does without being signed in. */
export function registerInvitationRoutes(route: Route, tools: StaffRouteTools): void {
  const { db, clock, passwords } = tools;

  route('POST /api/hq/invitations', async ({ body, caller, reply }) => {
    const { invitationToken, password } = body;
    const now = clock.now();
    await countUse(db, invitationLimit, clientNetwork(caller.address), now);
    checkPasswordRules(password, await requireInvitation(db, invitationToken, now));
    const passwordHash = await passwords.hash(password);
    const { staff, session } = await db.transaction().execute(async (tx) => {
      if (caller.sessionHash !== null) await endStaffSession(tx, caller.sessionHash);
      return await acceptInvitation(tx, { invitationToken, passwordHash, now });
    });
    setStaffCookie(reply, session, tools);
    // Whoever asked is known now, and the audit line is theirs.
    caller.staffId = staff.staffId;
    return { staff };
  });
}
