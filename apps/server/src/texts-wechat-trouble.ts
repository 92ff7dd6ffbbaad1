import type { Language } from './texts.ts';

/** A call of ours that WeChat refused for what only a person can mend. */
export interface WechatTrouble {
  errcode: number;
  /** Path of the call, such as /cgi-bin/stable_token */
  endpoint: string;
  /** Our address as the platform sees it, when it said so. */
  ip: string | null;
}

interface Remedy {
  /** What is wrong. */
  what: string;
  /** What to click, in order. */
  steps: string[];
}

/**
 * What is wrong and what to click on the platform, by the error code; for codes nobody knows, where
 * they are explained. The same words stand in alarms and in the check list.
 */
export function wechatRemedy(language: Language, trouble: WechatTrouble): Remedy {
  const known = remedies[language][trouble.errcode];
  return known ? known(trouble) : unknown[language](trouble);
}

type Remedies = Record<number, (trouble: WechatTrouble) => Remedy>;

const zh = {
  open: '登录公众平台 mp.weixin.qq.com',
  whitelist: ({ ip }: WechatTrouble): Remedy => ({
    what: `服务器的 IP${ip ? ` ${ip}` : ''} 不在公众平台的 IP 白名单里，微信拒绝了它`,
    steps: [
      zh.open,
      '打开「设置与开发 → 基本配置 → IP白名单」，点「修改」',
      `加入${ip ? ` ${ip}` : '服务器的出口 IP'}，原有的 IP 保留，每行一个`,
      '由管理员扫码确认，约 5 分钟后生效',
    ],
  }),
  secret: (): Remedy => ({
    what: '开发者密码（AppSecret）不对，或已被重置',
    steps: [
      zh.open,
      '打开「设置与开发 → 基本配置」，在「开发者密码(AppSecret)」一栏点「重置」并记下新密码',
      '回到总部「微信公众号 → 账号与回调」，填入新的 AppSecret 并保存',
    ],
  }),
  appId: (): Remedy => ({
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
  whitelist: ({ ip }: WechatTrouble): Remedy => ({
    what: `The address of this server${ip ? `, ${ip},` : ''} is not in the account's IP whitelist, so WeChat refuses it`,
    steps: [
      en.open,
      'Open 设置与开发 → 基本配置 → IP白名单 and choose 修改',
      `Add ${ip ?? 'the public address of this server'} beside those that are there, one a line`,
      'Let the administrator of the account confirm by scanning; it takes about five minutes',
    ],
  }),
  secret: (): Remedy => ({
    what: 'The AppSecret is wrong, or was reset',
    steps: [
      en.open,
      'Open 设置与开发 → 基本配置, choose 重置 beside 开发者密码(AppSecret) and keep the new one',
      'Type it here under Official Account → Account and callback and save',
    ],
  }),
  appId: (): Remedy => ({
    what: 'The AppID is wrong',
    steps: [
      en.open,
      'Open 设置与开发 → 基本配置 and copy 开发者ID(AppID)',
      'Compare it here under Official Account → Account and callback and save',
    ],
  }),
};

const remedies: Record<Language, Remedies> = {
  zh: {
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

const unknown: Record<Language, (trouble: WechatTrouble) => Remedy> = {
  zh: ({ errcode, endpoint }) => ({
    what: `微信拒绝了调用（${endpoint}，错误码 ${errcode}）`,
    steps: [`请在微信官方文档的「全局返回码」里查询 ${errcode}`],
  }),
  en: ({ errcode, endpoint }) => ({
    what: `WeChat refused a call (${endpoint}, error ${errcode})`,
    steps: [`See ${errcode} in 全局返回码 of the platform's documentation`],
  }),
};
