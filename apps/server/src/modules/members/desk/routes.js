import { createMobileReader } from '../mobile.ts';
import { addMember } from './add-member.ts';
import { adjustMemberPoints } from './adjust-member-points.ts';
import { endMemberSessions } from './end-member-sessions.ts';
import { exportMembers } from './export-members.ts';
import { freezeMember } from './freeze-member.ts';
import { registerMemberImportRoutes } from './import-routes.ts';
import { listMembers } from './list-members.ts';
import { listTags } from './list-tags.ts';
import { getMember } from './read-members.ts';
import { revealMobile } from './reveal-mobile.ts';
import { updateMember } from './update-member.ts';
const pageRowsDefault = 50;
/** Head office's side of members: list, record, freeze, adjust, import. */
export function registerMemberDeskRoutes(route, dependencies) {
    const { db, clock, onMemberCreated } = dependencies;
    const mobiles = createMobileReader(dependencies.masterKey);
    const tools = { ...dependencies, mobiles };
    route('GET /api/hq/members', ({ query: { cursor, limit = pageRowsDefault, ...filter } }) => listMembers(tools, filter, { limit, ...(cursor === undefined ? {} : { cursor }) }));
    route('GET /api/hq/members/export', async ({ query, caller, request, reply }) => {
        const { format, ...filter } = query;
        const { language } = caller;
        await exportMembers(tools, { request, reply }, { format, language, now: clock.now(), filter });
    });
    route('GET /api/hq/member-tags', async () => ({ tags: await listTags(db) }));
    route('POST /api/hq/members', async ({ body }) => {
        const addTools = { mobiles, onMemberCreated, now: clock.now() };
        const memberId = await db.transaction().execute((tx) => addMember(tx, addTools, body));
        return getMember(db, dependencies, memberId);
    });
    route('GET /api/hq/members/:memberId', ({ params }) => getMember(db, dependencies, params.memberId));
    route('PUT /api/hq/members/:memberId', async ({ params: { memberId }, body }) => {
        await db.transaction().execute((tx) => updateMember(tx, memberId, body));
        return getMember(db, dependencies, memberId);
    });
    route('POST /api/hq/members/:memberId/freeze', async ({ params: { memberId }, body }) => {
        const freezing = { memberId, ...body, now: clock.now() };
        await db.transaction().execute((tx) => freezeMember(tx, dependencies, freezing));
        return getMember(db, dependencies, memberId);
    });
    route('POST /api/hq/members/:memberId/reveal', async ({ params, caller }) => {
        const { memberId } = params;
        const { staffId } = caller;
        return { mobile: await revealMobile(db, mobiles, { memberId, staffId, now: clock.now() }) };
    });
    route('POST /api/hq/members/:memberId/adjustments', async ({ params, body, caller }) => {
        const { memberId } = params;
        const adjustment = { memberId, ...body, staffId: caller.staffId, now: clock.now() };
        await db.transaction().execute((tx) => adjustMemberPoints(tx, dependencies, adjustment));
        return getMember(db, dependencies, memberId);
    });
    route('POST /api/hq/members/:memberId/sign-out', async ({ params: { memberId } }) => ({
        ended: await db.transaction().execute((tx) => endMemberSessions(tx, memberId)),
    }));
    registerMemberImportRoutes(route, dependencies);
}
