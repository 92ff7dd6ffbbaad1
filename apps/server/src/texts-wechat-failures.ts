import type { Language } from './texts.ts';
import { wechatRemedy } from './texts-wechat-trouble.ts';

/** A WechatError; its text holds no secret. */
interface Failure {
  errcode: number;
  endpoint: string;
  message: string;
  callerIp: string | null;
}

export const noAccountTexts: Record<Language, string> = {
  zh: '还没有可用的公众号，请先在「微信公众号 → 账号与回调」里填写',
  en: 'There is no Official Account yet: fill it in under Official Account → Account and callback',
};

/** What went wrong with a call to WeChat, and what to do. */
export function explainWechatFailure(
  failure: Failure,
  language: Language,
): { what: string; steps: string[] } {
  const { errcode, endpoint, callerIp } = failure;
  const passing = passingFailures[language](detailOf(failure))[errcode];
  return passing ?? wechatRemedy(language, { errcode, endpoint, ip: callerIp });
}

/** The same in one line, for where there is no room for steps. */
export function describeWechatFailure(failure: Failure, language: Language): string {
  const { what, steps } = explainWechatFailure(failure, language);
  return language === 'zh' ? `${[what, ...steps].join('；')}。` : `${[what, ...steps].join('; ')}.`;
}

type Passing = Record<number, { what: string; steps: string[] }>;

/** What may be over by itself, and no connection at all (0), for which there is no code. */
const passingFailures: Record<Language, (detail: string) => Passing> = {
  zh: (detail) => ({
    0: {
      what: `连不上微信服务器（${detail}）`,
      steps: ['检查本服务器的外网、DNS 和防火墙，然后重试'],
    },
    [-1]: { what: '微信系统繁忙', steps: ['请过一会儿再试'] },
    45011: { what: '对微信的调用太频繁', steps: ['请过一分钟再试'] },
  }),
  en: (detail) => ({
    0: {
      what: `WeChat cannot be reached (${detail})`,
      steps: ['Look at the network, DNS and firewall of this server, then try again'],
    },
    [-1]: { what: 'WeChat is busy', steps: ['Try again later'] },
    45011: { what: 'Too many calls to WeChat', steps: ['Try again in a minute'] },
  }),
};

/** The error's own text begins with the endpoint. */
function detailOf({ message, endpoint }: Failure): string {
  return message.replace(`${endpoint}: `, '').slice(0, 200);
}
