import type { Language } from './texts.ts';

/** What the chat says beside scans (texts-scans.ts) and greetings (texts.ts). */
export const chatTexts = {
  zh: {
    busy: '现在扫码的人太多，这次没有处理。请过几秒再试一次，码不会失效。',
    failed: '系统出了点问题，这次没有处理好。请稍后再试一次，码不会失效。',
    balance: (balance: number, url: string) =>
      `当前积分 ${balance} 分。\n<a href="${url}">查看积分明细</a>`,
    bindForPoints: (url: string) =>
      `绑定手机号后就能查看积分，只需一次：\n<a href="${url}">点这里绑定手机号</a>`,
    pictureReply: (scanUrl: string) =>
      `聊天里发的照片读不出码。请点菜单【扫码积分】，或者\n<a href="${scanUrl}">打开扫码页，从相册选照片</a>`,
    followerForgotten: '已删除关注记录',
    nothingKept: '系统没有保存这类资料，无需删除',
  },
  en: {
    busy: 'Too many people are scanning right now and this one was not handled. Try again in a few seconds; the code stays valid.',
    failed: 'Something went wrong on our side. Please try again later; the code stays valid.',
    balance: (balance: number, url: string) =>
      `Your balance is ${balance} points.\n<a href="${url}">See every entry</a>`,
    bindForPoints: (url: string) =>
      `Bind your mobile number once to see your points:\n<a href="${url}">Bind now</a>`,
    pictureReply: (scanUrl: string) =>
      `Codes cannot be read from pictures in the chat. Tap 【扫码积分】 in the menu, or\n<a href="${scanUrl}">open the scan page and choose the picture</a>`,
    followerForgotten: 'The record of following was deleted',
    nothingKept: 'Nothing of this kind is kept here',
  },
} satisfies Record<Language, object>;
