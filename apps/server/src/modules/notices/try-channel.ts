import type { NoticeChannel } from '@mashang/contract';
import { noticePath, noticeTexts } from '../../texts-notices.ts';
import { fieldValues, type NoticeWords } from './field-values.ts';
import { finishDelivery, type DeliveryEnd } from './finish-delivery.ts';
import type { NoticeAccount, SendOutcome } from './notice-channels.ts';
import type { NoticeJobDependencies } from './jobs.ts';
import { findTemplate, type NoticeSettings, type NoticeTemplate } from './notice-settings.ts';
import { takeDelivery, type DeliveryTarget } from './take-delivery.ts';

/** What everybody who is told of one notice has in common. */
export interface Telling {
  account: NoticeAccount;
  settings: NoticeSettings;
  notice: NoticeWords & { noticeId: number; memberId: number };
}

/**
 * Tells one WeChat user by one channel, unless they were told, or it is closed to them.
 * Throws when it was not sent and may be later: the same notice is then to be told again, in order.
 */
export async function tryChannel(
  dependencies: NoticeJobDependencies,
  telling: Telling,
  { openId, channel }: { openId: string; channel: NoticeChannel },
): Promise<'told' | 'closed' | 'later'> {
  const { db, clock } = dependencies;
  const { account, settings, notice } = telling;
  const { appId } = account;
  const { noticeId, memberId } = notice;
  const template =
    channel === 'customerService' ? null : findTemplate(settings, channel, notice.kind);
  if (template === undefined) return 'closed';
  // 订阅通知 reaches those who left, too; the others would only be refused (43004).
  const isForFollowers = channel !== 'subscription';
  if (isForFollowers && (await dependencies.isFollowing(db, { appId, openId })) === false) {
    return 'closed';
  }
  const target: DeliveryTarget = {
    ...{ noticeId, memberId, appId, openId, channel },
    templateId: template?.templateId ?? null,
  };
  const taken = await db.transaction().execute((tx) => takeDelivery(tx, target, clock.now()));
  if (taken.state === 'underWay') {
    throw new Error(`notice ${noticeId}: another run may be sending it by ${channel}`);
  }
  if (taken.state !== 'taken') return taken.state;
  const { deliveryId } = taken;
  const send = () => sendBy(dependencies, telling, { openId, template, deliveryId });
  const end = await send().catch(async (error: unknown) => {
    await finish(dependencies, { ...target, deliveryId }, passing(error));
    throw error;
  });
  await finish(dependencies, { ...target, deliveryId }, end);
  if (end.outcome === 'unanswered' && channel === 'template') {
    throw new Error(`notice ${noticeId}: WeChat did not answer; the same message is sent again`);
  }
  return nextStep[end.outcome];
}

const nextStep = {
  sent: 'told',
  undeliverable: 'closed',
  unavailable: 'later',
  unanswered: 'closed',
} as const;

async function sendBy(
  { publicUrl }: NoticeJobDependencies,
  { account, notice }: Telling,
  message: { openId: string; template: NoticeTemplate | null; deliveryId: number },
): Promise<SendOutcome> {
  const { openId, template, deliveryId } = message;
  const path = noticePath(notice.kind, notice.details);
  if (!template) return await account.sendChatText(openId, chatTextOf(notice, publicUrl));
  const filled = {
    openId,
    templateId: template.templateId,
    url: `${publicUrl}${path ?? '/notices'}`,
    data: fieldValues(template.fields, notice),
  };
  if (template.channel === 'subscription') return await account.sendSubscription(filled);
  return await account.sendTemplate({ ...filled, clientMessageId: `notice-${deliveryId}` });
}

/** WeChat draws `<a>` in a text as a link: only ours may be one. */
function chatTextOf({ kind, details }: NoticeWords, publicUrl: string): string {
  const { title, detail } = noticeTexts.zh[kind](details);
  const path = noticePath(kind, details);
  const link = path === null ? [] : [`<a href="${publicUrl}${path}">点击查看</a>`];
  return [...[title, detail].map((line) => line.replaceAll('<', '＜')), ...link].join('\n');
}

async function finish(
  { db, clock, markNotFollowing }: NoticeJobDependencies,
  target: DeliveryTarget & { deliveryId: number },
  end: DeliveryEnd,
): Promise<void> {
  const now = clock.now();
  await db.transaction().execute(async (tx) => {
    await finishDelivery(tx, target, end, now);
    if (end.outcome === 'undeliverable' && end.reason === 'notFollowing') {
      await markNotFollowing(tx, { appId: target.appId, openId: target.openId, now });
    }
  });
}

function passing(error: unknown): DeliveryEnd {
  const errcode: unknown = error instanceof Error && 'errcode' in error ? error.errcode : null;
  return { outcome: 'passing', errcode: typeof errcode === 'number' ? errcode : null };
}
