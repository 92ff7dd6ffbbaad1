import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { sendList } from '../../platform/send-list.ts';
import { deliveryColumns } from './delivery-columns.ts';
import { listDeliveries, type DescribeMembers } from './list-deliveries.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import type { NoticeSettings } from './notice-settings.ts';

export interface NoticeDeliveryRouteDependencies {
  db: Db;
  clock: Clock;
  readNoticeSettings: (db: Db) => Promise<NoticeSettings>;
  /** Of the Official Account in force; undefined without one. */
  findAppId: () => Promise<string | undefined>;
  /** The member's WeChat user of an account; null without one. */
  findOpenId: (db: Db, input: { appId: string; memberId: number }) => Promise<string | null>;
  describeMembers: DescribeMembers;
}

const limitDefault = 50;

/** Binds what members may subscribe to, and what head office sees of what was sent. */
export function registerNoticeDeliveryRoutes(
  route: Route,
  dependencies: NoticeDeliveryRouteDependencies,
): void {
  const { db, clock, describeMembers } = dependencies;

  route('GET /api/wechat/subscriptions', async ({ caller: { memberId } }) => {
    const appId = await dependencies.findAppId();
    if (appId === undefined) return { templates: [] };
    // Nobody is told by a WeChat user that is not theirs: without one there is nothing to ask for.
    const openId = await dependencies.findOpenId(db, { appId, memberId });
    if (openId === null) return { templates: [] };
    const settings = await dependencies.readNoticeSettings(db);
    return await listSubscriptions(db, settings, { appId, openId });
  });

  route('GET /api/hq/notice-deliveries', async ({ query, caller: { language } }) => {
    const { cursor, limit = limitDefault, ...filter } = query;
    return await listDeliveries(db, filter, { cursor, limit }, { language, describeMembers });
  });

  route('GET /api/hq/notice-deliveries/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    const { language } = caller;
    await sendList(
      { request, reply },
      {
        ...{ format, language },
        now: clock.now(),
        name: { zh: '微信通知', en: 'wechat-notices' },
        columns: deliveryColumns,
        readPage: (page) => listDeliveries(db, filter, page, { language, describeMembers }),
      },
    );
  });
}
