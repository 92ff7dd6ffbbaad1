import { beijingMinute } from './platform/clock.ts';

/** What came of a scan: what happened, when, and what to do next; chat and page say the same. */
export const scanTexts = {
  zh: {
    awarded: (name: string, points: number, balance: number) => ({
      title: '恭喜您，积分成功',
      detail: `${name}：+${points} 分，当前积分 ${balance} 分。`,
    }),
    alreadyYours: (name: string, points: number, at: Date) => ({
      title: '该产品已经被积过分了',
      detail: `您在 ${beijingMinute(at)} 已经用这个码积了 ${points} 分（${name}），分都在您账上，不用重复扫。`,
    }),
    claimedByAnother: (name: string, at: Date) => ({
      title: '该产品已经被积过分了',
      detail: `这个码在 ${beijingMinute(at)} 被其他会员积过分（${name}）。如果瓶子是您刚买的，请保留瓶子，点“申诉”拍照告诉我们，我们帮您查。`,
    }),
    notActivated: () => ({
      title: '这个码还没有启用',
      detail:
        '产品可能还没正式上市，暂时不能积分。请保留瓶子，过几天再扫；产品如果是店里买的，请点“申诉”告诉我们。',
    }),
    frozen: () => ({
      title: '这个码暂时不能积分',
      detail:
        '品牌方暂停了这批产品的积分，码没有用掉。请保留瓶子，过几天再扫，或者点“申诉”问我们。',
    }),
    void: () => ({
      title: '这个码已经作废',
      detail: '品牌方已停用这批码，不能积分。瓶子如果是您刚买的，请保留瓶子，点“申诉”告诉我们。',
    }),
    unknown: {
      notFound: {
        title: '没有这个码',
        detail:
          '我们的码里查不到它。请检查是否扫对了瓶身上的二维码；如果没扫错，产品可能不是我们的，请保留瓶子，点“举报假货”告诉我们。',
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
      detail: `查不到的码扫得太多，为了保护您的账户，请在 ${beijingMinute(until)} 之后再扫。瓶子请留着，码不会失效；如果扫的都是真瓶子，请点“申诉”告诉我们。`,
    }),
    memberFrozen: () => ({
      title: '您的账户已被冻结',
      detail: '暂时不能积分，已有的积分还在。请联系客服。',
    }),
    blocked: (until: Date | null) => ({
      title: '您暂时不能积分',
      detail:
        (until
          ? `总部暂停了您的积分，${beijingMinute(until)} 之后恢复。`
          : '总部暂停了您的积分。') +
        '这个码没有用掉，请保留瓶子；觉得弄错了，请点“申诉”说明情况。',
    }),
    dailyLimit: (limit: number, until: Date) => ({
      title: `今天已经积满 ${limit} 个码`,
      detail: `一天最多积 ${limit} 个码。这个码没有用掉，请保留瓶子，${beijingMinute(until)} 之后再扫。店里用量大，可以点“申诉”申请提高每天的数量。`,
    }),
  },
  en: {
    awarded: (name: string, points: number, balance: number) => ({
      title: 'Points added',
      detail: `${name}: +${points} points, balance ${balance}.`,
    }),
    alreadyYours: (name: string, points: number, at: Date) => ({
      title: 'This product has already given its points',
      detail: `You earned ${points} points with this code on ${beijingMinute(at)} (${name}). They are in your account; no need to scan it again.`,
    }),
    claimedByAnother: (name: string, at: Date) => ({
      title: 'This product has already given its points',
      detail: `Another member claimed this code on ${beijingMinute(at)} (${name}). If you have just bought it, keep the bottle and send us a photo by “Appeal”: we will look into it.`,
    }),
    notActivated: () => ({
      title: 'This code is not active yet',
      detail:
        'The product may not be on sale yet. Keep the bottle and scan again in a few days; if you bought it in a shop, tell us by “Appeal”.',
    }),
    frozen: () => ({
      title: 'This code gives no points for now',
      detail:
        'The brand has paused this batch; the code is not used up. Keep the bottle and scan again in a few days, or ask us by “Appeal”.',
    }),
    void: () => ({
      title: 'This code has been withdrawn',
      detail:
        'The brand has withdrawn this batch of codes. If you have just bought the bottle, keep it and tell us by “Appeal”.',
    }),
    unknown: {
      notFound: {
        title: 'No such code',
        detail:
          'It is not among our codes. Please check that you scanned the QR on the bottle; if you did, the product may not be ours: keep the bottle and tell us by “Report a fake”.',
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
    wrongCodesLeft: (left: number) => ` ${left} more tries today.`,
    lockedOut: (until: Date) => ({
      title: 'Too many wrong codes',
      detail: `Too many codes that do not exist. To protect your account, please scan again after ${beijingMinute(until)}. Keep the bottles, their codes stay good; if they are all real ones, tell us by “Appeal”.`,
    }),
    memberFrozen: () => ({
      title: 'Your account is frozen',
      detail: 'It cannot earn points for now; the points you have are safe. Please contact us.',
    }),
    blocked: (until: Date | null) => ({
      title: 'You cannot earn points for now',
      detail: `${
        until
          ? `Head office has suspended your scans until ${beijingMinute(until)}.`
          : 'Head office has suspended your scans.'
      } The code is not used up, keep the bottle; if this is a mistake, explain it by “Appeal”.`,
    }),
    dailyLimit: (limit: number, until: Date) => ({
      title: `${limit} codes today: that is the limit`,
      detail: `At most ${limit} codes a day. This one is not used up: keep the bottle and scan it after ${beijingMinute(until)}. A shop that uses many can ask for a higher limit by “Appeal”.`,
    }),
  },
};
