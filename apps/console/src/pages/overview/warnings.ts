import type { ReplyOf, Settings } from '@mashang/contract';
import type { Texts } from '../../shared/texts.ts';

export interface Warning {
  id: string;
  text: string;
  /** `error`: members are shut out now. */
  type: 'warning' | 'error';
  link: { path: string; label: string };
}

type Summary = ReplyOf<'GET /api/hq/sms/summary'>;

/** What an administrator should see to, the worst first. */
export function warningsOf(
  sms: Summary | null,
  settings: Settings | null,
  words: Texts['dashboard'],
): Warning[] {
  const toSms = { path: '/sms', label: words.goSms };
  const toSettings = { path: '/settings?section=sms', label: words.goSettings };
  const toWechat = { path: '/wechat', label: words.goSettings };
  const all: (Warning | false | null | undefined)[] = [
    sms?.budgetState === 'stopped' && {
      id: 'sms-stopped',
      type: 'error',
      text: words.smsStopped,
      link: toSettings,
    },
    sms?.providers.length === 0 && {
      id: 'sms-none',
      type: 'error',
      text: words.smsNone,
      link: toSettings,
    },
    sms?.budgetState === 'alarm' && {
      id: 'sms-alarm',
      type: 'warning',
      text: words.smsAlarm(percentUsed(sms)),
      link: toSms,
    },
    settings?.wechat.inForce === 'none' && {
      id: 'wechat-none',
      type: 'warning',
      text: words.wechatNone,
      link: toWechat,
    },
    settings?.wechat.inForce !== 'none' &&
      settings?.wechat.messageMode === 'plain' && {
        id: 'wechat-plain',
        type: 'warning',
        text: words.wechatPlain,
        link: toWechat,
      },
  ];
  return all.filter((one): one is Warning => Boolean(one));
}

function percentUsed({ costMilliyuan, budgetMilliyuan }: Summary): string {
  return budgetMilliyuan ? String(Math.floor((costMilliyuan / budgetMilliyuan) * 100)) : '100';
}
