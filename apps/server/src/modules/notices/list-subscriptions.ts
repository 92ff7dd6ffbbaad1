import type { ReplyOf } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import type { NoticeSettings } from './notice-settings.ts';

/** The templates a WeChat user may ask to be told by, with what they have asked for so far. */
export async function listSubscriptions(
  db: Db,
  { channels, templates }: NoticeSettings,
  user: { appId: string; openId: string },
): Promise<ReplyOf<'GET /api/wechat/subscriptions'>> {
  if (!channels.includes('subscription')) return { templates: [] };
  const offered = templates.filter(({ channel }) => channel === 'subscription');
  const rows = await db
    .selectFrom('noticeSubscription')
    .select(['templateId', 'credits'])
    .where('appId', '=', user.appId)
    .where('openId', '=', user.openId)
    .execute();
  const credits = new Map(rows.map((row) => [row.templateId, row.credits]));
  // One template may tell several kinds, with other fields each: it is asked for once.
  const titles = new Map(offered.toReversed().map(({ templateId, title }) => [templateId, title]));
  return {
    templates: [...new Set(offered.map(({ templateId }) => templateId))].map((templateId) => ({
      templateId,
      title: titles.get(templateId) ?? '',
      credits: credits.get(templateId) ?? 0,
    })),
  };
}
