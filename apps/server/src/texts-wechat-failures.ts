import type { Language } from './texts.ts';

/** A call WeChat refused, or that did not reach it; a WechatError is one. Holds no secret. */
interface Failure {
  /** 0: there was no answer. */
  errcode: number;
  /** Path of the call, such as /cgi-bin/stable_token */
  endpoint: string;
  /** Our address as the platform sees it, when it said so. */
  callerIp: string | null;
  /** What is known when there is no code for it; begins with the endpoint. */
  message?: string;
}

interface FailureWords {
  what: string;
  /** What to click, in order. */
  steps: string[];
}

export const noAccountTexts: Record<Language, string> = {
  zh: '还没有可用的公众号，请先在「微信公众号 → 账号与回调」里填写',
  en: 'There is no Official Account yet: fill it in under Official Account → Account and callback',
};

/**
 * What went wrong with a call to WeChat and what to do, by the error code; for codes nobody knows,
 * where they are explained. The same words stand in alarms, in the check list and in refusals.
 */
export function explainWechatFailure(failure: Failure, language: Language): FailureWords {
  const known = failures[language][failure.errcode] ?? unknown[language];
  return known(failure);
}

/** The same in one line, for where there is no room for steps. */
export function describeWechatFailure(failure: Failure, language: Language): string {
  const { what, steps } = explainWechatFailure(failure, language);
  return language === 'zh' ? `${[what, ...steps].join('；')}。` : `${[what, ...steps].join('; ')}.`;
}

type WordsByErrcode = Record<number, (failure: Failure) => FailureWords>;

const zh = {
  open: '登录公众平台 mp.weixin.qq.com',
  whitelist: ({ callerIp }: Failure): FailureWords => ({
    what: `服务器的 IP${callerIp ? ` ${callerIp}` : ''} 不在公众平台的 IP 白名单里，微信拒绝了它`,
    steps: [
      zh.open,
      '打开「设置与开发 → 基本配置 → IP白名单」，点「修改」',
      `加入${callerIp ? ` ${callerIp}` : '服务器的出口 IP'}，原有的 IP 保留，每行一个`,
      '由管理员扫码确认，约 5 分钟后生效',
    ],
  }),
  secret: (): FailureWords => ({
    what: '开发者密码（AppSecret）不对，或已被重置',
    steps: [
      zh.open,
      '打开「设置与开发 → 基本配置」，在「开发者密码(AppSecret)」一栏点「重置」并记下新密码',
      '回到总部「微信公众号 → 账号与回调」，填入新的 AppSecret 并保存',
    ],
  }),
  appId: (): FailureWords => ({
    what: '开发者 ID（AppID）不对',
    steps: [
      zh.open,
      '打开「设置与开发 → 基本配置」，复制「开发者ID(AppID)」',
      '回到总部「微信公众号 → 账号与回调」，核对 AppID 后保存',
    ],
  }),
};

const en = {
  open: 'Sign in at mp.weixin.qq.com',
  whitelist: ({ callerIp }: Failure): FailureWords => ({
    what: `The address of this server${callerIp ? `, ${callerIp},` : ''} is not in the account's IP whitelist, so WeChat refuses it`,
    steps: [
      en.open,
      'Open 设置与开发 → 基本配置 → IP白名单 and choose 修改',
      `Add ${callerIp ?? 'the public address of this server'} beside those that are there, one a line`,
      'Let the administrator of the account confirm by scanning; it takes about five minutes',
    ],
  }),
  secret: (): FailureWords => ({
    what: 'The AppSecret is wrong, or was reset',
    steps: [
      en.open,
      'Open 设置与开发 → 基本配置, choose 重置 beside 开发者密码(AppSecret) and keep the new one',
      'Type it here under Official Account → Account and callback and save',
    ],
  }),
  appId: (): FailureWords => ({
    what: 'The AppID is wrong',
    steps: [
      en.open,
      'Open 设置与开发 → 基本配置 and copy 开发者ID(AppID)',
      'Compare it here under Official Account → Account and callback and save',
    ],
  }),
};

const failures: Record<Language, WordsByErrcode> = {
  zh: {
    0: (failure) => ({
      what: `连不上微信服务器（${detailOf(failure)}）`,
      steps: ['检查本服务器的外网、DNS 和防火墙，然后重试'],
    }),
    [-1]: () => ({ what: '微信系统繁忙', steps: ['请过一会儿再试'] }),
    45011: () => ({ what: '对微信的调用太频繁', steps: ['请过一分钟再试'] }),
    40164: zh.whitelist,
    61004: zh.whitelist,
    45035: zh.whitelist,
    40001: zh.secret,
    40125: zh.secret,
    40013: zh.appId,
    89503: () => ({
      what: '这台服务器的 IP 要由公众号管理员确认后才能调用',
      steps: ['请管理员打开微信里「公众平台安全助手」的消息，点「确认」', '确认后在这里重新检查'],
    }),
    89506: () => ({
      what: '管理员两次拒绝了这台服务器的 IP，24 小时内不能再调用',
      steps: ['请与公众号管理员说明这台服务器的用途', '24 小时后重试，由管理员在微信里点「确认」'],
    }),
    89507: () => ({
      what: '管理员拒绝了这台服务器的 IP，1 小时内不能再调用',
      steps: ['请与公众号管理员说明这台服务器的用途', '1 小时后重试，由管理员在微信里点「确认」'],
    }),
    48001: ({ endpoint }) => ({
      what: `公众号没有这个接口的权限（${endpoint}）`,
      steps: [
        zh.open,
        '打开「设置与开发 → 接口权限」，查看这个接口是否「已获得」',
        '没有获得时：须是已认证的服务号，请在「设置与开发 → 微信认证」完成认证或年审',
      ],
    }),
    48004: ({ endpoint }) => ({
      what: `微信封禁了这个接口（${endpoint}）`,
      steps: [zh.open, '打开右上角的「通知中心」，按封禁通知整改，或按通知里的入口申诉'],
    }),
    50002: () => ({
      what: '公众号被限制或冻结',
      steps: [zh.open, '首页和「通知中心」会说明原因，请按说明处理后再试'],
    }),
    45009: ({ endpoint }) => ({
      what: `这个接口当天的调用次数已用完（${endpoint}）`,
      steps: [
        '次日 0 点自动恢复',
        `急用时：${zh.open}，打开「设置与开发 → 接口权限」，在「每日实时调用量」里清零（每月 10 次）`,
      ],
    }),
  },
  en: {
    0: (failure) => ({
      what: `WeChat cannot be reached (${detailOf(failure)})`,
      steps: ['Look at the network, DNS and firewall of this server, then try again'],
    }),
    [-1]: () => ({ what: 'WeChat is busy', steps: ['Try again later'] }),
    45011: () => ({ what: 'Too many calls to WeChat', steps: ['Try again in a minute'] }),
    40164: en.whitelist,
    61004: en.whitelist,
    45035: en.whitelist,
    40001: en.secret,
    40125: en.secret,
    40013: en.appId,
    89503: () => ({
      what: 'The administrator of the account has to confirm the address of this server',
      steps: ['Let them open the message of 公众平台安全助手 in WeChat and confirm', 'Check again'],
    }),
    89506: () => ({
      what: 'The administrator refused the address of this server twice: no calls for 24 hours',
      steps: ['Tell the administrator what this server is for', 'Try again after 24 hours'],
    }),
    89507: () => ({
      what: 'The administrator refused the address of this server: no calls for an hour',
      steps: ['Tell the administrator what this server is for', 'Try again after an hour'],
    }),
    48001: ({ endpoint }) => ({
      what: `The account may not use this API (${endpoint})`,
      steps: [
        en.open,
        'Open 设置与开发 → 接口权限 and see whether it says 已获得',
        'If not: it takes a certified service account; certify or renew it under 微信认证',
      ],
    }),
    48004: ({ endpoint }) => ({
      what: `WeChat has banned this API for the account (${endpoint})`,
      steps: [en.open, 'Open 通知中心 and follow the notice of the ban'],
    }),
    50002: () => ({
      what: 'The account is limited or frozen',
      steps: [en.open, 'The first page and 通知中心 say why'],
    }),
    45009: ({ endpoint }) => ({
      what: `The day's quota of this API is used up (${endpoint})`,
      steps: [
        'It begins anew at midnight, Beijing time',
        'If it cannot wait: 设置与开发 → 接口权限 on mp.weixin.qq.com clears it, ten times a month',
      ],
    }),
  },
};

const unknown: Record<Language, (failure: Failure) => FailureWords> = {
  zh: ({ errcode, endpoint }) => ({
    what: `微信拒绝了调用（${endpoint}，错误码 ${errcode}）`,
    steps: [`请在微信官方文档的「全局返回码」里查询 ${errcode}`],
  }),
  en: ({ errcode, endpoint }) => ({
    what: `WeChat refused a call (${endpoint}, error ${errcode})`,
    steps: [`See ${errcode} in 全局返回码 of the platform's documentation`],
  }),
};

function detailOf({ message = '', endpoint }: Failure): string {
  return message.replace(`${endpoint}: `, '').slice(0, 200);
}
