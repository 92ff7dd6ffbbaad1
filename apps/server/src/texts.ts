export type Language = 'zh' | 'en';

/** What the chat says beside what comes of a scan (texts-scans.ts). */
export const texts = {
  zh: {
    welcome: (account: string) =>
      `欢迎来到${account}！点击菜单【扫码积分】，扫瓶身二维码即可积分。`,
    bindFirst: (url: string) =>
      `第一次积分需要绑定手机号，只需一次：\n<a href="${url}">点这里绑定手机号</a>\n绑定后这个码会自动积分。`,
    bindAgain: (movedAt: string, url: string) =>
      `您的手机号已在 ${movedAt} 改绑到另一个微信，积分都在那个手机号名下。\n要用这个微信积分，请重新绑定：\n<a href="${url}">点这里绑定手机号</a>\n如果不是您本人改的，请尽快联系客服。`,
    helpReply: (scanUrl: string, pointsUrl: string) =>
      `<a href="${scanUrl}">扫码积分</a>\n<a href="${pointsUrl}">我的积分</a>`,
    balanceLine: (url: string) => `<a href="${url}">查看我的积分</a>`,
    appealLine: (url: string) => `<a href="${url}">申诉</a>`,
    fakeLine: (url: string) => `<a href="${url}">举报假货</a>`,
  },
  en: {
    welcome: (account: string) =>
      `Welcome to ${account}! Tap 【扫码积分】 in the menu and scan the QR on the bottle.`,
    bindFirst: (url: string) =>
      `Bind your mobile number once before earning points:\n<a href="${url}">Bind now</a>\nThis code is credited right after.`,
    bindAgain: (movedAt: string, url: string) =>
      `Your number was moved to another WeChat account on ${movedAt}; the points stay with the number.\nTo earn points here, bind again:\n<a href="${url}">Bind now</a>\nIf it was not you, please contact us soon.`,
    helpReply: (scanUrl: string, pointsUrl: string) =>
      `<a href="${scanUrl}">Scan for points</a>\n<a href="${pointsUrl}">My points</a>`,
    balanceLine: (url: string) => `<a href="${url}">My points</a>`,
    appealLine: (url: string) => `<a href="${url}">Appeal</a>`,
    fakeLine: (url: string) => `<a href="${url}">Report a fake</a>`,
  },
};
