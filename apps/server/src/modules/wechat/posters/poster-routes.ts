import type { Poster } from '@mashang/contract';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { Route } from '../../../platform/http.ts';
import { momentCell, sendList } from '../../../platform/send-list.ts';
import type { ListColumn } from '../../../platform/send-list.ts';
import type { WechatAccounts } from '../account/create-accounts.ts';
import { archivePoster } from './archive-poster.ts';
import { createPoster } from './create-poster.ts';
import { getPoster, listPosters } from './list-posters.ts';
import type { ReadStaffNames } from './list-posters.ts';
import { sendPosterPicture } from './send-poster-picture.ts';

export interface PosterRouteDependencies {
  db: Db;
  clock: Clock;
  accounts: Pick<WechatAccounts, 'current'>;
  readStaffNames: ReadStaffNames;
}

/** QRs of the account for shops. The list is of the account in force; without one it is empty. */
export function registerPosterRoutes(route: Route, dependencies: PosterRouteDependencies): void {
  const { db, clock, accounts, readStaffNames } = dependencies;
  const readAppId = async () => (await accounts.current())?.account.appId ?? '';

  route('GET /api/hq/wechat/posters', async ({ query }) =>
    listPosters(db, { ...query, appId: await readAppId() }, readStaffNames),
  );

  route('GET /api/hq/wechat/posters/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    const appId = await readAppId();
    await sendList<Poster>(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '海报码', en: 'posters' },
        columns,
        readPage: (page) => listPosters(db, { ...filter, ...page, appId }, readStaffNames),
      },
    );
  });

  route('POST /api/hq/wechat/posters', async ({ body, caller }) => {
    const { staffId, language } = caller;
    const now = clock.now();
    const posterId = await createPoster(dependencies, { ...body, staffId, language, now });
    return await getPoster(db, posterId, readStaffNames);
  });

  route('GET /api/hq/wechat/posters/:posterId/picture', async ({ params, query, reply }) => {
    const poster = await getPoster(db, params.posterId, readStaffNames);
    await sendPosterPicture(reply, poster, query.format);
  });

  const archive = (posterId: number, archived: boolean) =>
    db.transaction().execute(async (tx) => {
      await archivePoster(tx, { posterId, archived, now: clock.now() });
      return getPoster(tx, posterId, readStaffNames);
    });

  route('POST /api/hq/wechat/posters/:posterId/archive', ({ params }) =>
    archive(params.posterId, true),
  );

  route('POST /api/hq/wechat/posters/:posterId/restore', ({ params }) =>
    archive(params.posterId, false),
  );
}

const columns: ListColumn<Poster>[] = [
  { zh: '编号', en: 'Number', cell: (row) => row.posterId },
  { zh: '名称', en: 'Name', cell: (row) => row.name },
  { zh: '备注', en: 'Note', cell: (row) => row.note },
  { zh: '新增关注', en: 'New followers', cell: (row) => row.follows },
  { zh: '已关注者扫码', en: 'Scans by followers', cell: (row) => row.scans },
  { zh: '二维码内容', en: 'QR says', cell: (row) => row.url },
  { zh: '有效期至', en: 'Valid until', cell: (row) => momentCell(row.expiresAt) },
  { zh: '创建时间', en: 'Created', cell: (row) => momentCell(row.createdAt) },
  { zh: '创建人', en: 'Created by', cell: (row) => row.createdByName },
  { zh: '归档时间', en: 'Archived', cell: (row) => momentCell(row.archivedAt) },
];
