import { beijingMinute } from './platform/clock.ts';

interface Seen {
  /** The first scan. */
  at: Date;
  /** Its province by name; null when not known. */
  province: string | null;
  /** This scan among them. */
  scans: number;
  people: number;
  /** Nobody is reassured about a code that should not be on sale. */
  isActivated: boolean;
}

const firstZh = ({ at, province }: Seen) =>
  `首次扫码：${beijingMinute(at)}${province ? `，${province}` : ''}。`;
const firstEn = ({ at, province }: Seen) =>
  `First scanned ${beijingMinute(at)}${province ? ` in ${province}` : ''}. `;

/** What a scan is told about whether the product is genuine. */
export const authenticityTexts = {
  zh: {
    first: (isActivated: boolean) => ({
      title: isActivated ? '正品，首次查验' : '首次查验',
      detail: isActivated ? '这个码是第一次被扫，请放心使用。' : '这个码是第一次被扫。',
    }),
    again: (seen: Seen) => ({
      title: seen.isActivated ? '正品，您之前扫过' : '您之前扫过',
      detail: `${firstZh(seen)}到现在都是您自己扫的${seen.isActivated ? '，请放心使用' : ''}。`,
    }),
    others: (seen: Seen) => ({
      title: '是本品牌的码，之前有人扫过',
      detail: `${firstZh(seen)}一共扫过 ${seen.scans} 次，约 ${seen.people} 人。家人、同事或店员扫过都很正常；如果瓶子是您刚拆封的，请核对包装和封口。`,
    }),
    many: (seen: Seen) => ({
      title: '这个码扫的人太多，请留意',
      detail: `${firstZh(seen)}一共扫过 ${seen.scans} 次，约 ${seen.people} 人，码有可能被复制。请核对封口是否完好、包装印刷和购买渠道；觉得不对，请保留瓶子，点“举报假货”告诉我们。`,
    }),
    genuine: {
      notActivated: (name: string) => ({
        title: '是本品牌的码',
        detail: `${name && `${name}。`}这批码还没有启用，产品可能还没正式上市。`,
      }),
      activated: (name: string, isClaimed: boolean) => ({
        title: '是本品牌的码',
        detail: isClaimed ? `${name}。积分已经被领取。` : `${name}。还可以扫码积分。`,
      }),
      frozen: (name: string) => ({
        title: '是本品牌的码，已暂停使用',
        detail: `${name && `${name}。`}品牌方暂停了这批产品，请保留瓶子，有疑问请联系客服。`,
      }),
      void: (name: string) => ({
        title: '这个码已经作废',
        detail: `${name && `${name}。`}品牌方已停用这批码，请不要只凭这个码相信产品是真的，有疑问请联系客服。`,
      }),
    },
    lockedOut: (until: Date) => ({
      title: '查错的次数太多，请稍后再查',
      detail: `请在 ${beijingMinute(until)} 之后再查。急需核实请联系客服。`,
    }),
    blocked: (until: Date | null) => ({
      title: '暂时不能查询',
      detail: until
        ? `您所在的网络在 ${beijingMinute(until)} 之前不能查询，有疑问请联系客服。`
        : '您所在的网络不能查询，有疑问请联系客服。',
    }),
  },
  en: {
    first: (isActivated: boolean) => ({
      title: isActivated ? 'Genuine, checked for the first time' : 'Checked for the first time',
      detail: `Nobody has scanned this code before.${isActivated ? ' Enjoy it.' : ''}`,
    }),
    again: (seen: Seen) => ({
      title: seen.isActivated
        ? 'Genuine, you have scanned it before'
        : 'You have scanned it before',
      detail: `${firstEn(seen)}Every scan so far was yours.${seen.isActivated ? ' Enjoy it.' : ''}`,
    }),
    others: (seen: Seen) => ({
      title: 'A code of ours, scanned before',
      detail: `${firstEn(seen)}${seen.scans} scans by about ${seen.people} people. Family, colleagues or the shop may well have scanned it; if you have just opened the pack, check it and its seal.`,
    }),
    many: (seen: Seen) => ({
      title: 'Many people have scanned this code',
      detail: `${firstEn(seen)}${seen.scans} scans by about ${seen.people} people: the code may have been copied. Check the seal, the print and where you bought it; if something is wrong, keep the bottle and report a fake.`,
    }),
    genuine: {
      notActivated: (name: string) => ({
        title: 'A code of ours',
        detail: `${name && `${name}. `}These codes are not active yet; the product may not be on sale yet.`,
      }),
      activated: (name: string, isClaimed: boolean) => ({
        title: 'A code of ours',
        detail: isClaimed
          ? `${name}. Its points have been claimed.`
          : `${name}. Its points are still to be had.`,
      }),
      frozen: (name: string) => ({
        title: 'A code of ours, paused for now',
        detail: `${name && `${name}. `}The brand has paused this batch. Keep the bottle and contact us if in doubt.`,
      }),
      void: (name: string) => ({
        title: 'This code has been withdrawn',
        detail: `${name && `${name}. `}The brand has withdrawn these codes: the code alone proves nothing. Contact us if in doubt.`,
      }),
    },
    lockedOut: (until: Date) => ({
      title: 'Too many wrong codes',
      detail: `Please ask again after ${beijingMinute(until)}. Contact us if it is urgent.`,
    }),
    blocked: (until: Date | null) => ({
      title: 'Not possible for now',
      detail: until
        ? `Your network cannot ask before ${beijingMinute(until)}. Contact us if in doubt.`
        : 'Your network cannot ask. Contact us if in doubt.',
    }),
  },
};
