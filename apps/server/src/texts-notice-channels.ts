import type { NoticeChannel, NoticeDelivery } from '@mashang/contract';
import type { Language } from './texts.ts';

/** Why a notice did not reach a WeChat user by a channel. */
export type DeliveryReason =
  | 'windowClosed'
  | 'tooMany'
  | 'notFollowing'
  | 'refused'
  | 'blocked'
  | 'unknownReceiver'
  | 'contentRefused'
  | 'templateUnknown'
  | 'quotaUsedUp'
  | 'notGranted'
  /** The platform, or this server, broke off in between. */
  | 'unanswered'
  /** It was not taken, and is tried again. */
  | 'passing'
  /** WeChat reported it later: the user takes no messages. */
  | 'userBlock'
  /** WeChat reported it later: its own failure. */
  | 'systemFailed';

/** What the list of deliveries says to head office. */
export const deliveryTexts: Record<
  Language,
  {
    reasons: Record<DeliveryReason, string>;
    channels: Record<NoticeChannel, string>;
    states: Record<NoticeDelivery['state'], string>;
  }
> = {
  zh: {
    reasons: {
      windowClosed: '用户超过 48 小时没有与公众号互动，不能发客服消息',
      tooMany: '给该用户的客服消息已达上限，须等其再次互动',
      notFollowing: '用户没有关注公众号',
      refused: '用户拒收，不再用这个模板打扰',
      blocked: '用户在公众号的黑名单里',
      unknownReceiver: '微信不认识这个用户，公众号可能换过',
      contentRefused: '微信不接受内容，请核对模板的字段',
      templateUnknown: '公众号没有这个模板，请核对模板 ID',
      quotaUsedUp: '当日额度已用完，次日再试',
      notGranted: '公众号没有这个接口的权限，或被封禁',
      unanswered: '发送时中断，不知道用户是否收到，不再重发',
      passing: '暂时没有发出，会再试',
      userBlock: '用户拒收公众号的消息',
      systemFailed: '微信系统发送失败',
    },
    channels: { subscription: '订阅通知', template: '模板消息', customerService: '客服消息' },
    states: { sent: '已发送', delivered: '已送达', refused: '用户拒收', failed: '未送达' },
  },
  en: {
    reasons: {
      windowClosed: 'No activity in the chat for 48 hours: WeChat lets nothing through',
      tooMany: 'Written to as often as WeChat allows until the user is active again',
      notFollowing: 'The user does not follow the account',
      refused: 'The user does not want it; this template is not tried again',
      blocked: 'The user is on the account’s black list',
      unknownReceiver: 'WeChat does not know this user; the account may have changed',
      contentRefused: 'WeChat refuses the words; check the fields of the template',
      templateUnknown: 'The account has no such template; check its ID',
      quotaUsedUp: 'The quota of the day is used up; tried again tomorrow',
      notGranted: 'The account may not use this API, or it is banned',
      unanswered: 'Broken off on the way: nobody knows whether it arrived, so it is not sent again',
      passing: 'Not sent for now; it is tried again',
      userBlock: 'The user takes no messages of the account',
      systemFailed: 'WeChat itself failed to deliver it',
    },
    channels: {
      subscription: 'Subscription message',
      template: 'Template message',
      customerService: 'Chat message',
    },
    states: { sent: 'Sent', delivered: 'Delivered', refused: 'Refused', failed: 'Failed' },
  },
};
