import type { StaffAccount } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { momentCell, sendList } from '../../platform/send-list.ts';
import type { ListColumn } from '../../platform/send-list.ts';
import { changeColleague } from './change-colleague.ts';
import { disableColleague } from './disable-colleague.ts';
import { makeInvitation } from './invitation.ts';
import { inviteColleague } from './invite-colleague.ts';
import { getStaff, listStaff } from './list-staff.ts';
import { renewInvitation } from './renew-invitation.ts';
import type { StaffRouteTools } from './routes.ts';

/** Administrators look after the accounts of head office. */
export function registerColleagueRoutes(route: Route, tools: StaffRouteTools): void {
  const { db, clock } = tools;

  route('GET /api/hq/staff', ({ query }) => listStaff(db, query));

  route('GET /api/hq/staff/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    await sendList<StaffAccount>(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '总部账号', en: 'staff' },
        columns,
        readPage: (page) => listStaff(db, { ...filter, ...page }),
      },
    );
  });

  bindWrites(route, tools);
}

function bindWrites(route: Route, { db, clock, publicUrl }: StaffRouteTools): void {
  /** Runs the change in its transaction and answers with the account as it is then. */
  const change = (staffId: number, work: (tx: Tx) => Promise<void>) =>
    db.transaction().execute(async (tx) => {
      await work(tx);
      return getStaff(tx, staffId);
    });

  route('POST /api/hq/staff', ({ body, caller }) =>
    db.transaction().execute(async (tx) => {
      const now = clock.now();
      const invitation = makeInvitation(publicUrl, now);
      const colleague = { ...body, callerId: caller.staffId, invitation, now };
      const staff = await getStaff(tx, await inviteColleague(tx, colleague));
      const { link, invitationExpiresAt } = invitation;
      return { staff, link, expiresAt: invitationExpiresAt.toISOString() };
    }),
  );

  route('POST /api/hq/staff/:staffId/invite', async ({ params: { staffId }, caller }) => {
    const invitation = makeInvitation(publicUrl, clock.now());
    const renewal = { callerId: caller.staffId, staffId, invitation };
    const staff = await change(staffId, (tx) => renewInvitation(tx, renewal));
    const { link, invitationExpiresAt } = invitation;
    return { staff, link, expiresAt: invitationExpiresAt.toISOString() };
  });

  route('PUT /api/hq/staff/:staffId', ({ params: { staffId }, body, caller }) =>
    change(staffId, (tx) => changeColleague(tx, { ...body, callerId: caller.staffId, staffId })),
  );

  route('POST /api/hq/staff/:staffId/disable', ({ params: { staffId }, body, caller }) => {
    const { disabled } = body;
    const input = { callerId: caller.staffId, staffId, disabled, now: clock.now() };
    return change(staffId, (tx) => disableColleague(tx, input));
  });
}

const roleTexts = {
  administrator: { zh: '管理员', en: 'administrator' },
  operator: { zh: '操作员', en: 'operator' },
};
const stateTexts = {
  invited: { zh: '待激活', en: 'invited' },
  active: { zh: '正常', en: 'active' },
  disabled: { zh: '已停用', en: 'disabled' },
};

const columns: ListColumn<StaffAccount>[] = [
  { zh: '用户名', en: 'Login name', cell: (row) => row.loginName },
  { zh: '姓名', en: 'Name', cell: (row) => row.displayName },
  { zh: '角色', en: 'Role', cell: (row, language) => roleTexts[row.role][language] },
  { zh: '状态', en: 'State', cell: (row, language) => stateTexts[row.state][language] },
  { zh: '创建时间', en: 'Created', cell: (row) => momentCell(row.createdAt) },
  { zh: '最近登录', en: 'Last signed in', cell: (row) => momentCell(row.lastSignedInAt) },
];
