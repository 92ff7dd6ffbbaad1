import type { Route, StaffCaller } from '../../platform/http.ts';
import { sendList } from '../../platform/send-list.ts';
import { answerAppeal, approveGrant, declineGrant } from './answer-appeal.ts';
import { appealColumns } from './appeal-columns.ts';
import { readLeftOfDay } from './clerk-day.ts';
import { describeAppeals } from './describe-appeals.ts';
import { getAppealDetail } from './get-appeal-detail.ts';
import { countWaiting, listAppeals } from './list-appeals.ts';
import type { AppealRouteDependencies } from './routes.ts';
import { sendPhoto } from './send-photo.ts';

/** Binds head office's queue, its file, one appeal with its code's history, and the answers. */
export function registerDeskRoutes(route: Route, dependencies: AppealRouteDependencies): void {
  bindReading(route, dependencies);
  bindAnswering(route, dependencies);
}

function bindReading(route: Route, dependencies: AppealRouteDependencies): void {
  const { db, clock } = dependencies;

  route('GET /api/hq/appeals', async ({ query }) => {
    const { rows, next } = await listAppeals(db, query);
    return { rows: await describeAppeals(db, dependencies, rows), next };
  });

  route('GET /api/hq/appeals/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    await sendList(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '申诉', en: 'appeals' },
        columns: appealColumns,
        readPage: async (page) => {
          const { rows, next } = await listAppeals(db, { ...filter, ...page });
          return { rows: await describeAppeals(db, dependencies, rows), next };
        },
      },
    );
  });

  route('GET /api/hq/appeals/counts', () => countWaiting(db));

  route('GET /api/hq/appeals/:appealId', ({ params, caller }) =>
    getAppealDetail(db, dependencies, { ...params, caller }),
  );

  route('GET /api/hq/appeals/:appealId/pictures/:pictureId', ({ params, reply }) =>
    sendPhoto(db, reply, params),
  );

  route('GET /api/hq/appeal-rules', async ({ caller: { staffId } }) => {
    const settings = await dependencies.readAppealSettings();
    const { templates, pointsMax, approvalAbovePoints, clerkPointsPerDayMax } = settings;
    const day = { staffId, now: clock.now(), clerkPointsPerDayMax };
    const pointsLeftToday = await readLeftOfDay(db, day);
    return { templates, pointsMax, approvalAbovePoints, pointsLeftToday };
  });
}

function bindAnswering(route: Route, dependencies: AppealRouteDependencies): void {
  const { db, clock, addJob } = dependencies;
  const moveOf = async (appealId: number, { staffId }: StaffCaller) => ({
    appealId,
    staffId,
    settings: await dependencies.readAppealSettings(),
    now: clock.now(),
  });

  route('POST /api/hq/appeals/:appealId/answer', async ({ params, body, caller }) => {
    const given = { ...body, ...(await moveOf(params.appealId, caller)) };
    await db.transaction().execute((tx) => answerAppeal(tx, addJob, given));
    return getAppealDetail(db, dependencies, { ...params, caller });
  });

  route('POST /api/hq/appeals/:appealId/approve', async ({ params, body, caller }) => {
    const move = { ...body, ...(await moveOf(params.appealId, caller)) };
    await db.transaction().execute((tx) => approveGrant(tx, addJob, move));
    return getAppealDetail(db, dependencies, { ...params, caller });
  });

  route('POST /api/hq/appeals/:appealId/decline', async ({ params, body, caller }) => {
    const { staffId } = caller;
    const move = { ...body, ...params, staffId, now: clock.now() };
    await db.transaction().execute((tx) => declineGrant(tx, move));
    return getAppealDetail(db, dependencies, { ...params, caller });
  });
}
