import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { createGate, createGatePerKey } from '../../platform/gate.ts';
import type { Route } from '../../platform/http.ts';
import type { AddJob } from '../../platform/jobs.ts';
import { countUse } from '../../platform/rate-limit.ts';
import { readUpload } from '../pictures/index.ts';
import { requireAppeal } from './appeal-row.ts';
import type { ReadAppealSettings } from './appeal-settings.ts';
import type { ResolveText } from './create-text-reader.ts';
import { describeOwnAppeals } from './describe-appeals.ts';
import { registerDeskRoutes } from './desk-routes.ts';
import type { DetailReaders } from './get-appeal-detail.ts';
import { keepPhoto } from './keep-photo.ts';
import { listOwnAppeals } from './list-appeals.ts';
import { openAppeal } from './open-appeal.ts';
import { sendPhoto } from './send-photo.ts';
import { withdrawAppeal } from './withdraw-appeal.ts';

/** Drawing costs a core for a while; five appeals a day have fifteen photos. */
const photoLimit = { name: 'appeal:photo', windowSeconds: 60 * 60, max: 30 };
/** Those of one appeal. Whoever sends theirs as slowly as they can keeps nobody else waiting. */
const photosAtOnce = 3;

export interface AppealRouteDependencies extends DetailReaders {
  db: Db;
  clock: Clock;
  addJob: AddJob;
  readAppealSettings: ReadAppealSettings;
  resolveText: ResolveText;
}

/** Binds what members do with their appeals, and head office with all of them. */
export function registerAppealRoutes(route: Route, dependencies: AppealRouteDependencies): void {
  bindPhotos(route, dependencies);
  bindOwnAppeals(route, dependencies);
  registerDeskRoutes(route, dependencies);
}

function bindPhotos(route: Route, { db, clock }: AppealRouteDependencies): void {
  // A photo is held in memory while it comes in, and needs a core while it is drawn.
  const receive = createGate({ concurrentMax: 8, waitingMax: 0 });
  const draw = createGate({ concurrentMax: 1, waitingMax: 8 });
  const ofOneMember = createGatePerKey<number>({ concurrentMax: photosAtOnce });

  route('POST /api/me/appeal-pictures', async ({ request: { body, headers }, caller }) => {
    const { memberId } = caller;
    await countUse(db, photoLimit, String(memberId), clock.now());
    const upload = async () => {
      const bytes = await readUpload(body, Number(headers['content-length'] ?? 0));
      const photo = { memberId, bytes, now: clock.now() };
      return { pictureId: await draw(() => keepPhoto(db, photo)) };
    };
    return ofOneMember(memberId, () => receive(upload));
  });

  route('GET /api/me/appeals/:appealId/pictures/:pictureId', ({ params, caller, reply }) =>
    sendPhoto(db, reply, { ...params, memberId: caller.memberId }),
  );
}

function bindOwnAppeals(route: Route, dependencies: AppealRouteDependencies): void {
  const { db, clock } = dependencies;
  const describeOwn = async (own: { appealId: number; memberId: number }) => {
    const [appeal] = await describeOwnAppeals(db, dependencies, [await requireAppeal(db, own)]);
    if (!appeal) throw new Error('an appeal without description');
    return appeal;
  };

  route('POST /api/me/appeals', async ({ body, caller: { memberId } }) => {
    const { text, ...given } = body;
    const settings = await dependencies.readAppealSettings();
    const appeal = {
      ...given,
      memberId,
      code: text === undefined ? null : await dependencies.resolveText(db, text),
      hasText: (text ?? '').trim() !== '',
      appealsPerDayMax: settings.memberAppealsPerDayMax,
      now: clock.now(),
    };
    const appealId = await db.transaction().execute((tx) => openAppeal(tx, appeal));
    return describeOwn({ appealId, memberId });
  });

  route('GET /api/me/appeals', async ({ query, caller: { memberId } }) => {
    const { rows, next } = await listOwnAppeals(db, memberId, query);
    return { rows: await describeOwnAppeals(db, dependencies, rows), next };
  });

  route('GET /api/me/appeals/:appealId', ({ params, caller: { memberId } }) =>
    describeOwn({ ...params, memberId }),
  );

  route('POST /api/me/appeals/:appealId/withdraw', async ({ params, caller: { memberId } }) => {
    const own = { ...params, memberId };
    await db.transaction().execute((tx) => withdrawAppeal(tx, { ...own, now: clock.now() }));
    return describeOwn(own);
  });
}
