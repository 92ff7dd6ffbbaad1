import type { AlarmKind, DeliveryPurpose } from '@mashang/contract';
import { provinces } from '@mashang/contract';
import { beijingMinute } from './platform/clock.ts';
import type { Language } from './texts.ts';
import { explainWechatFailure } from './texts-wechat-failures.ts';

/** What the words of an alarm are made of; each kind uses what it knows. */
export interface AlarmDetails {
  /** memberLocked: too many in the day, in a row, or texts that are no codes. */
  reason?: 'day' | 'row' | 'odd';
  /** Wrong codes, or codes earned. */
  count?: number;
  limit?: number;
  /** ISO 8601. */
  until?: string;
  memberKind?: 'consumer' | 'chef';
  /** subjectLocked. */
  subjectKind?: 'openId' | 'address' | 'device';
  subject?: string;
  /** impossibleTravel: GB/T 2260 codes of provinces. */
  from?: string;
  to?: string;
  kilometres?: number;
  minutes?: number;
  /** suspiciousCode, within thirty days. */
  people?: number;
  provinces?: number;
  /** budgetSpent. */
  campaignName?: string;
  /** markedCopy, scannedBeforeActivation: the latest code, and the copies its label may be from. */
  batchId?: number;
  serial?: number;
  deliveries?: { deliveryId: number; recipient: string }[];
  /** markedCopy. */
  purpose?: DeliveryPurpose;
  isRevoked?: boolean;
  /** wechatTrouble: what WeChat refused, and our address as it sees it. */
  errcode?: number;
  endpoint?: string;
  ip?: string;
}

interface Words {
  title: string;
  detail: string;
}

/** @param name of the member it is about; empty for an alarm about something else */
type AlarmTexts = Record<AlarmKind, (details: AlarmDetails, name: string) => Words>;

/** Every sentence an alarm says to head office: what happened, and what can be done. */
export const alarmTexts: Record<Language, AlarmTexts> = {
  zh: {
    memberLocked: ({ reason = 'day', count = 0, until }, name) => ({
      title: `${name}：错误次数太多，已暂停积分`,
      detail: `${wrongZh[reason](count)}，暂停到 ${minuteOf(until)}。如果是标签印刷不清，可在「风控」中提前解除；如果像是在猜码，可加入黑名单。`,
    }),
    subjectLocked: ({ subjectKind = 'address', subject = '', count = 0, until }) => ({
      title: `${subjectsZh[subjectKind]}：错误次数太多，已暂停积分`,
      detail: `${shortSubject(subjectKind, subject)} 今天有 ${count} 个错码，暂停到 ${minuteOf(until)}。公司、食堂会有很多人共用一个网络，确认后可在「风控」中提前解除；如果像是在猜码，可加入黑名单。`,
    }),
    dailyLimitReached: ({ count = 0, limit = 0 }, name) => ({
      title: `${name}：达到每日积分上限`,
      detail: `今天已积 ${count} 个码，上限 ${limit} 个，之后的码当天不能积分，明天仍可再扫。这是一家店吗？可提高其每日上限。`,
    }),
    velocity: ({ count = 0 }, name) => ({
      title: `${name}：一小时内积了 ${count} 个码`,
      detail:
        '这些码都已照常积分。这是一家店吗？可提高其每日上限，此后不再为此提醒；如果不正常，请查看其扫码记录，可冻结会员或加入黑名单。',
    }),
    impossibleTravel: ({ from, to, kilometres = 0, minutes = 0 }, name) => ({
      title: `${name}：短时间内在相距很远的两个省扫码`,
      detail: `${minutes} 分钟内从${provinceZh(from)}到${provinceZh(to)}，相距约 ${kilometres} 公里，积分未受影响。可能是几个人共用一个账户，也可能只是手机网络显示了外省的地址，请查看其扫码记录。`,
    }),
    suspiciousCode: ({ people = 0, provinces: count = 0 }) => ({
      title: '同一个码被很多人扫过',
      detail: `30 天内有 ${people} 人${count > 0 ? `在 ${count} 个省` : ''}扫过这个码，可能有人复制了标签。请查看这个码的全部记录，必要时冻结这段码。`,
    }),
    budgetSpent: ({ campaignName = '' }) => ({
      title: `活动「${campaignName}」的积分预算已用完`,
      detail: '之后的扫码只有基础积分，不再参加这个活动。需要继续，请提高活动预算。',
    }),
    markedCopy: ({ deliveries = [], purpose = 'print', isRevoked = false, batchId = 0 }) => ({
      title: `交给${recipientZh(deliveries)}的文件已流出`,
      detail: `有人扫了只在这一份文件里出现的追踪码（批次 ${batchId}），而这份文件${copyZh(purpose, isRevoked)}。标签可能是用这份文件私自印的：请联系接收人，查看这个码的全部记录，必要时冻结这段码。`,
    }),
    scannedBeforeActivation: ({ deliveries = [], batchId = 0, serial = 0 }) => ({
      title: `批次 ${batchId} 的码还没激活就有人扫`,
      detail: `最近一次是序号 ${serial}。${fromZh(deliveries)}如果货已上市，请激活这段码；如果还没有发货，标签可能已流出，请查看这个码的全部记录。`,
    }),
    wechatTrouble: (details) => {
      const { what, steps } = failureOf('zh', details);
      return {
        title: `公众号：${what}`,
        detail: `${steps.join('；')}。微信的错误码是 ${details.errcode ?? 0}。在此之前，公众号的部分功能不可用。`,
      };
    },
  },
  en: {
    memberLocked: ({ reason = 'day', count = 0, until }, name) => ({
      title: `${name}: too many wrong codes, scanning is paused`,
      detail: `${wrongEn[reason](count)}; paused until ${minuteOf(until)}. If a label is badly printed, end the pause under Guards; if it looks like guessing, consider the blacklist.`,
    }),
    subjectLocked: ({ subjectKind = 'address', subject = '', count = 0, until }) => ({
      title: `${subjectsEn[subjectKind]}: too many wrong codes, scanning is paused`,
      detail: `${count} wrong codes today from ${shortSubject(subjectKind, subject)}; paused until ${minuteOf(until)}. Many people share the network of a company or canteen: if so, end the pause under Guards; if it looks like guessing, consider the blacklist.`,
    }),
    dailyLimitReached: ({ count = 0, limit = 0 }, name) => ({
      title: `${name}: reached the daily limit of codes`,
      detail: `${count} codes today, the limit is ${limit}. More codes wait until tomorrow, none is lost. Is this a shop? You can raise its daily limit.`,
    }),
    velocity: ({ count = 0 }, name) => ({
      title: `${name}: ${count} codes within an hour`,
      detail:
        'All of them were paid. Is this a shop? Raise its daily limit and this alarm will not come again; if it looks wrong, see the scans of the member, then freeze or blacklist.',
    }),
    impossibleTravel: ({ from, to, kilometres = 0, minutes = 0 }, name) => ({
      title: `${name}: two distant provinces within a short time`,
      detail: `From ${provinceEn(from)} to ${provinceEn(to)}, about ${kilometres} km, within ${minutes} minutes; points were not affected. Several people may share the account, or the phone's network showed the address of another province: see the scans of the member.`,
    }),
    suspiciousCode: ({ people = 0, provinces: count = 0 }) => ({
      title: 'One code in many hands',
      detail: `${people} people${count > 0 ? ` in ${count} provinces` : ''} scanned this code within 30 days: its label may have been copied. See the whole history of the code, and freeze its range if need be.`,
    }),
    budgetSpent: ({ campaignName = '' }) => ({
      title: `The budget of campaign "${campaignName}" is spent`,
      detail:
        'Scans earn the base points only from now on. Raise the budget if the campaign shall go on.',
    }),
    markedCopy: ({ deliveries = [], purpose = 'print', isRevoked = false, batchId = 0 }) => ({
      title: `The file given to ${recipientEn(deliveries)} has leaked`,
      detail: `Somebody scanned a copy mark that stands in this file only (batch ${batchId}), and the file ${copyEn(purpose, isRevoked)}. Labels may have been printed from it: ask who received it, see the whole history of the code, and freeze its range if need be.`,
    }),
    scannedBeforeActivation: ({ deliveries = [], batchId = 0, serial = 0 }) => ({
      title: `Codes of batch ${batchId} are scanned before their activation`,
      detail: `The latest is serial ${serial}. ${fromEn(deliveries)} If the goods are on sale, activate the codes; if they are not, labels may have leaked: see the whole history of the code.`,
    }),
    wechatTrouble: (details) => {
      const { what, steps } = failureOf('en', details);
      return {
        title: `WeChat: ${what}`,
        detail: `${steps.join('; ')}. WeChat's code is ${details.errcode ?? 0}. Until then a part of the Official Account does not work.`,
      };
    },
  },
};

function failureOf(language: Language, { errcode = 0, endpoint = '', ip }: AlarmDetails) {
  return explainWechatFailure({ errcode, endpoint, callerIp: ip ?? null }, language);
}

const wrongZh = {
  day: (count: number) => `今天有 ${count} 个错码`,
  row: (_count: number) => '连续输错太多次',
  odd: (count: number) => `今天扫了 ${count} 次不是积分码的内容`,
};
const wrongEn = {
  day: (count: number) => `${count} wrong codes today`,
  row: (_count: number) => 'Too many wrong codes in a row',
  odd: (count: number) => `${count} scans today of what is no code of ours`,
};
const subjectsZh = { openId: '一个微信号', address: '一个网络', device: '一台设备' };
const subjectsEn = { openId: 'A WeChat user', address: 'A network', device: 'A device' };

type Copies = NonNullable<AlarmDetails['deliveries']>;

/** So many are named in the sentence; the alarm links to all of them. */
const namedMax = 5;

function recipientZh([copy]: Copies): string {
  return copy ? `「${copy.recipient}」（交付 ${copy.deliveryId}）` : '';
}

function recipientEn([copy]: Copies): string {
  return copy ? `"${copy.recipient}" (delivery ${copy.deliveryId})` : 'somebody';
}

function copyZh(purpose: DeliveryPurpose, isRevoked: boolean): string {
  if (isRevoked) return '已撤销';
  return purpose === 'sample' ? '是样张，不是用来印刷的' : '是存档，不是用来印刷的';
}

function copyEn(purpose: DeliveryPurpose, isRevoked: boolean): string {
  if (isRevoked) return 'was revoked';
  return purpose === 'sample'
    ? 'was a sample, not meant for print'
    : 'was for the archive, not meant for print';
}

function fromZh(copies: Copies): string {
  if (copies.length === 0) return '这些码还没有交付给任何人。';
  const named = copies
    .slice(0, namedMax)
    .map(({ deliveryId, recipient }) => `${recipient}（交付 ${deliveryId}）`);
  const rest = copies.length > namedMax ? `等 ${copies.length} 份` : '';
  return `含有这些码的文件交给过：${named.join('、')}${rest}。`;
}

function fromEn(copies: Copies): string {
  if (copies.length === 0) return 'These codes were not delivered to anybody.';
  const named = copies
    .slice(0, namedMax)
    .map(({ deliveryId, recipient }) => `${recipient} (delivery ${deliveryId})`);
  const rest = copies.length > namedMax ? ` and others, ${copies.length} in all` : '';
  return `Files with these codes were given to ${named.join(', ')}${rest}.`;
}

function minuteOf(until: string | undefined): string {
  return until === undefined ? '' : beijingMinute(new Date(until));
}

function shortSubject(kind: keyof typeof subjectsZh, subject: string): string {
  return kind === 'device' ? subject.slice(0, 8) : subject;
}

function provinceZh(code: string | undefined): string {
  return provinces.find((province) => province.code === code)?.name ?? '外地';
}

function provinceEn(code: string | undefined): string {
  return provinces.find((province) => province.code === code)?.english ?? 'elsewhere';
}

/** Why a member would be turned away, told to head office. */
export const refusalTexts = {
  zh: {
    blocked: '该会员在黑名单里，不能积分',
    locked: (until: Date) => `该会员输错码次数太多，${beijingMinute(until)} 前不能积分`,
    dailyLimit: (limit: number) => `该会员当天已积满 ${limit} 个码`,
  },
  en: {
    blocked: 'This member is on the blacklist',
    locked: (until: Date) =>
      `This member sent too many wrong codes and is locked until ${beijingMinute(until)}`,
    dailyLimit: (limit: number) => `This member has reached the day’s ${limit} codes`,
  },
};
