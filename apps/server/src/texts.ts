import { beijingMinute } from './platform/clock.ts';

export type Language = 'zh' | 'en';

/** Every sentence the server says to consumers: chat and page show the same words. */
export const texts = {
  zh: {
    awarded: (name: string, points: number, balance: number) => ({
      title: '恭喜您，积分成功',
      detail: `${name}：+${points} 分，当前积分 ${balance} 分。`,
    }),
    alreadyYours: (name: string, at: Date) => ({
      title: '该产品已经被积过分了',
      detail: `您在 ${beijingMinute(at)} 已经用这个码积过分（${name}），不用重复扫。`,
    }),
    claimedByAnother: (name: string, at: Date) => ({
      title: '该产品已经被积过分了',
      detail: `这个码在 ${beijingMinute(at)} 被其他会员积过分（${name}）。如果瓶子是您刚买的，请保留瓶子并联系客服。`,
    }),
    notActivated: () => ({
      title: '这个码还没有启用',
      detail: '产品可能还没正式上市，暂时不能积分。请保留瓶子，过几天再扫。',
    }),
    frozen: () => ({
      title: '这个码暂时不能积分',
      detail: '品牌方暂停了这批产品的积分，请保留瓶子，稍后再试或联系客服。',
    }),
    void: () => ({
      title: '这个码已经作废',
      detail: '品牌方已停用这批码，不能积分。如有疑问请联系客服。',
    }),
    unknown: {
      notFound: {
        title: '没有这个码',
        detail: '这不是我们的积分码，请检查是否扫对了瓶身上的二维码。',
      },
      mistyped: {
        title: '码输错了一位',
        detail: '请对照瓶身再核对一遍，容易看错的是 0/O、1/I/L、8/B。',
      },
      malformed: {
        title: '这不是积分码',
        detail: '积分码是瓶身二维码下面的 12 到 20 位字母和数字，请重新扫描或输入。',
      },
      barcode: {
        title: '您扫的是条形码',
        detail: '条形码是收银用的，请扫瓶身上的方形二维码。',
      },
      otherSite: {
        title: '这不是本品牌的二维码',
        detail: '这个二维码是别的网站的，请扫瓶身上的积分二维码。',
      },
    },
    wrongCodesLeft: (left: number) => `今天还可以再试 ${left} 次。`,
    lockedOut: (until: Date) => ({
      title: '错误次数太多，已暂停积分',
      detail: `为了保护您的账户，请在 ${beijingMinute(until)} 之后再扫。`,
    }),
    memberFrozen: () => ({
      title: '您的账户已被冻结',
      detail: '暂时不能积分，请联系客服。',
    }),
    welcome: (account: string) =>
      `欢迎来到${account}！点击菜单【扫码积分】，扫瓶身二维码即可积分。`,
    bindFirst: (url: string) =>
      `第一次积分需要绑定手机号，只需一次：\n<a href="${url}">点这里绑定手机号</a>\n绑定后这个码会自动积分。`,
    helpReply: (scanUrl: string, pointsUrl: string) =>
      `<a href="${scanUrl}">扫码积分</a>\n<a href="${pointsUrl}">我的积分</a>`,
    balanceLine: (url: string) => `<a href="${url}">查看我的积分</a>`,
  },
  en: {
    awarded: (name: string, points: number, balance: number) => ({
      title: 'Points added',
      detail: `${name}: +${points} points, balance ${balance}.`,
    }),
    alreadyYours: (name: string, at: Date) => ({
      title: 'This product has already given its points',
      detail: `You claimed this code on ${beijingMinute(at)} (${name}); no need to scan it again.`,
    }),
    claimedByAnother: (name: string, at: Date) => ({
      title: 'This product has already given its points',
      detail: `Another member claimed this code on ${beijingMinute(at)} (${name}). If you have just bought it, keep the bottle and contact us.`,
    }),
    notActivated: () => ({
      title: 'This code is not active yet',
      detail: 'The product may not be on sale yet. Keep the bottle and scan again in a few days.',
    }),
    frozen: () => ({
      title: 'This code gives no points for now',
      detail: 'The brand has paused this batch. Keep the bottle and try later, or contact us.',
    }),
    void: () => ({
      title: 'This code has been withdrawn',
      detail: 'The brand has withdrawn this batch of codes. Contact us if in doubt.',
    }),
    unknown: {
      notFound: {
        title: 'No such code',
        detail: 'This is not one of our codes. Please check that you scanned the QR on the bottle.',
      },
      mistyped: {
        title: 'One character is wrong',
        detail: 'Compare it with the bottle again; 0/O, 1/I/L and 8/B are easily mixed up.',
      },
      malformed: {
        title: 'This is not a points code',
        detail: 'A points code is the 12 to 20 letters and digits under the QR on the bottle.',
      },
      barcode: {
        title: 'That is the bar code',
        detail: 'The bar code is for the till. Please scan the square QR on the bottle.',
      },
      otherSite: {
        title: 'This QR belongs to somebody else',
        detail: 'It leads to another site. Please scan the points QR on the bottle.',
      },
    },
    wrongCodesLeft: (left: number) => `${left} more tries today.`,
    lockedOut: (until: Date) => ({
      title: 'Too many wrong codes',
      detail: `To protect your account, please scan again after ${beijingMinute(until)}.`,
    }),
    memberFrozen: () => ({
      title: 'Your account is frozen',
      detail: 'It cannot earn points for now. Please contact us.',
    }),
    welcome: (account: string) =>
      `Welcome to ${account}! Tap 【扫码积分】 in the menu and scan the QR on the bottle.`,
    bindFirst: (url: string) =>
      `Bind your mobile number once before earning points:\n<a href="${url}">Bind now</a>\nThis code is credited right after.`,
    helpReply: (scanUrl: string, pointsUrl: string) =>
      `<a href="${scanUrl}">Scan for points</a>\n<a href="${pointsUrl}">My points</a>`,
    balanceLine: (url: string) => `<a href="${url}">My points</a>`,
  },
};
