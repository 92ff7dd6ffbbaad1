import type { Notice } from '@mashang/contract';
import type { Language } from './texts.ts';

/** What the words of a notice are made of; each kind uses what it knows. */
export interface NoticeDetails {
  redemptionId?: number;
  giftName?: string;
  quantity?: number;
  pointsTotal?: number;
  carrier?: string;
  trackingNumber?: string;
  reason?: string;
  points?: number;
  balanceAfter?: number;
  appealId?: number;
  answer?: string;
}

interface Words {
  title: string;
  detail: string;
}

type NoticeTexts = Record<Notice['kind'], (details: NoticeDetails) => Words>;

/** Every sentence a notice says; chat and page show the same words. */
export const noticeTexts: Record<Language, NoticeTexts> = {
  zh: {
    redemptionApplied: (details) => ({
      title: '兑换申请已提交',
      detail: `${giftOf(details)}，已使用 ${details.pointsTotal ?? 0} 积分。审核通过后为您寄出，寄出前可以取消。`,
    }),
    redemptionApproved: (details) => ({
      title: '兑换已通过审核',
      detail: `${giftOf(details)}，正在为您准备寄出。`,
    }),
    redemptionShipped: (details) => ({
      title: '礼品已寄出',
      detail: `${giftOf(details)}，${details.carrier ?? ''} ${details.trackingNumber ?? ''}。`,
    }),
    redemptionReceived: (details) => ({
      title: '礼品已收货',
      detail: `${giftOf(details)}。如果您没有收到，请联系客服。`,
    }),
    redemptionRejected: (details) => ({
      title: '兑换未通过，积分已退回',
      detail: `${giftOf(details)}，退回 ${details.pointsTotal ?? 0} 积分。原因：${details.reason ?? ''}`,
    }),
    redemptionCancelled: (details) => ({
      title: '兑换已取消，积分已退回',
      detail: `${giftOf(details)}，退回 ${details.pointsTotal ?? 0} 积分。`,
    }),
    pointsAdjusted: ({ points = 0, balanceAfter = 0, reason = '' }) => ({
      title: points > 0 ? `积分增加 ${points} 分` : `积分减少 ${-points} 分`,
      detail: `品牌方调整了您的积分，当前积分 ${balanceAfter} 分。原因：${reason}`,
    }),
    accountFrozen: ({ reason = '' }) => ({
      title: '您的账户已被冻结',
      detail: `暂时不能积分和兑换，积分为您保留。原因：${reason}。如有疑问请联系客服。`,
    }),
    accountThawed: () => ({
      title: '您的账户已恢复',
      detail: '现在可以照常积分和兑换了。',
    }),
    appealAnswered: ({ answer = '' }) => ({ title: '您的申诉已有答复', detail: answer }),
    appealGranted: ({ points = 0, balanceAfter = 0, answer = '' }) => ({
      title: `您的申诉已有答复，补给您 ${points} 积分`,
      detail: `${answer}（当前积分 ${balanceAfter} 分）`,
    }),
  },
  en: {
    redemptionApplied: (details) => ({
      title: 'We have your request',
      detail: `${giftOf(details)} for ${details.pointsTotal ?? 0} points. It is posted once approved; until then you can cancel.`,
    }),
    redemptionApproved: (details) => ({
      title: 'Your redemption is approved',
      detail: `${giftOf(details)} is being packed.`,
    }),
    redemptionShipped: (details) => ({
      title: 'Your gift is on its way',
      detail: `${giftOf(details)}, ${details.carrier ?? ''} ${details.trackingNumber ?? ''}.`,
    }),
    redemptionReceived: (details) => ({
      title: 'Your gift has arrived',
      detail: `${giftOf(details)}. If you have not got it, please contact us.`,
    }),
    redemptionRejected: (details) => ({
      title: 'Redemption refused, points returned',
      detail: `${giftOf(details)}: ${details.pointsTotal ?? 0} points returned. Reason: ${details.reason ?? ''}`,
    }),
    redemptionCancelled: (details) => ({
      title: 'Redemption cancelled, points returned',
      detail: `${giftOf(details)}: ${details.pointsTotal ?? 0} points returned.`,
    }),
    pointsAdjusted: ({ points = 0, balanceAfter = 0, reason = '' }) => ({
      title: points > 0 ? `${points} points added` : `${-points} points taken`,
      detail: `The brand corrected your points; your balance is ${balanceAfter}. Reason: ${reason}`,
    }),
    accountFrozen: ({ reason = '' }) => ({
      title: 'Your account is frozen',
      detail: `It cannot earn or redeem for now; your points are kept. Reason: ${reason}. Please contact us if in doubt.`,
    }),
    accountThawed: () => ({
      title: 'Your account is open again',
      detail: 'You can earn and redeem as before.',
    }),
    appealAnswered: ({ answer = '' }) => ({ title: 'Your appeal is answered', detail: answer }),
    appealGranted: ({ points = 0, balanceAfter = 0, answer = '' }) => ({
      title: `Your appeal is answered, with ${points} points`,
      detail: `${answer} (Your balance is ${balanceAfter}.)`,
    }),
  },
};

/** How it stands, in Chinese characters only and five at most: fields of templates hold no more. */
export const noticePhrases: Record<Notice['kind'], string> = {
  redemptionApplied: '已提交',
  redemptionApproved: '已通过',
  redemptionShipped: '已寄出',
  redemptionReceived: '已收货',
  redemptionRejected: '未通过',
  redemptionCancelled: '已取消',
  pointsAdjusted: '积分调整',
  accountFrozen: '已冻结',
  accountThawed: '已恢复',
  appealAnswered: '已答复',
  appealGranted: '已补积分',
};

/** The page a notice leads to. */
export function noticePath(
  kind: Notice['kind'],
  { redemptionId, appealId }: NoticeDetails,
): string | null {
  if (kind === 'pointsAdjusted') return '/points';
  if (appealId !== undefined) return `/appeals/${appealId}`;
  return redemptionId === undefined ? null : `/redemptions/${redemptionId}`;
}

function giftOf({ giftName = '', quantity = 1 }: NoticeDetails): string {
  return quantity > 1 ? `${giftName} × ${quantity}` : giftName;
}
