import type { MemberKind } from '@mashang/contract';
import { beijingMinute } from './platform/clock.ts';

/** What head office is told of a dry run: why a scan earns nothing, why a campaign did not apply. */
export const campaignTexts = {
  zh: {
    refusals: {
      unknownCode: '没有这个码',
      blankCode: '这个码还没有指定产品，不能积分',
      importing: '这个码所在的批次还在导入，不能积分',
      minted: '这个码还没有激活，不能积分',
      frozen: '这个码已冻结，不能积分',
      void: '这个码已作废，不能积分',
      claimed: (at: Date) => `这个码在 ${beijingMinute(at)} 已经积过分`,
      memberFrozen: '该会员已被冻结，不能积分',
    },
    verdicts: {
      multiplied: (factor: string) => `× ${factor}`,
      added: (points: number) => `+${points} 分`,
      fixed: (points: number) => `固定 ${points} 分`,
      drawn: (points: number, min: number, max: number) =>
        `${min}–${max} 分中按码抽取，这个码是 +${points} 分`,
      drawnForExample: (points: number, min: number, max: number) =>
        `${min}–${max} 分中按码抽取，没有给出码，以 +${points} 分为例`,
      notStarted: (at: Date) => `${beijingMinute(at)} 才开始`,
      over: (at: Date) => `${beijingMinute(at)} 已结束`,
      draft: '还是草稿',
      paused: '已暂停',
      ended: '已结束',
      otherProduct: '不含这个产品',
      otherBatch: (batchId: number, serial: number) =>
        `批次 ${batchId} 序号 ${serial} 不在活动的批次范围内`,
      noBatch: '只限指定批次，这里没有给出批次',
      otherMemberKind: (kind: MemberKind) =>
        kind === 'chef' ? '会员是厨师，活动不含厨师' : '会员是消费者，活动不含消费者',
      otherRegion: (region: string) => `会员在 ${region}，不在活动地区内`,
      noRegion: '不知道会员在哪个地区，活动限定了地区',
      notFirst: {
        any: '',
        firstEver: '不是该会员首次扫码',
        firstOfDay: '不是该会员当天首次扫码',
        firstOfProduct: '不是该会员首次扫这个产品',
      },
      memberDailyLimit: (max: number) => `该会员当天已享受 ${max} 次，到了每天上限`,
      memberTotalLimit: (max: number) => `该会员已享受 ${max} 次，到了总上限`,
      budgetSpent: (left: number, cost: number) => `预算只剩 ${left} 分，不够这次的 ${cost} 分`,
      afterLast: '前面的活动规定之后不再叠加',
    },
  },
  en: {
    refusals: {
      unknownCode: 'There is no such code',
      blankCode: 'This code has no product yet',
      importing: 'The batch of this code is still being imported',
      minted: 'This code is not activated yet',
      frozen: 'This code is frozen',
      void: 'This code is void',
      claimed: (at: Date) => `Points were given for this code at ${beijingMinute(at)}`,
      memberFrozen: 'This member is frozen',
    },
    verdicts: {
      multiplied: (factor: string) => `× ${factor}`,
      added: (points: number) => `+${points} points`,
      fixed: (points: number) => `Fixed ${points} points`,
      drawn: (points: number, min: number, max: number) =>
        `Drawn by the code from ${min}–${max} points: +${points} for this one`,
      drawnForExample: (points: number, min: number, max: number) =>
        `Drawn by the code from ${min}–${max} points; without a code, +${points} for example`,
      notStarted: (at: Date) => `Starts at ${beijingMinute(at)}`,
      over: (at: Date) => `Was over at ${beijingMinute(at)}`,
      draft: 'Still a draft',
      paused: 'Paused',
      ended: 'Ended',
      otherProduct: 'Not for this product',
      otherBatch: (batchId: number, serial: number) =>
        `Serial ${serial} of batch ${batchId} is not in its ranges`,
      noBatch: 'For some batches only, and no batch was given',
      otherMemberKind: (kind: MemberKind) =>
        kind === 'chef'
          ? 'The member is a chef; it is not for chefs'
          : 'The member is a consumer; it is not for consumers',
      otherRegion: (region: string) => `The member lives in ${region}, outside its regions`,
      noRegion: 'For some regions only, and where the member lives is not known',
      notFirst: {
        any: '',
        firstEver: 'Not the member’s first scan ever',
        firstOfDay: 'Not the member’s first scan of the day',
        firstOfProduct: 'Not the member’s first scan of this product',
      },
      memberDailyLimit: (max: number) =>
        `The member had it ${max} times that day, the most there is`,
      memberTotalLimit: (max: number) => `The member had it ${max} times, the most there is`,
      budgetSpent: (left: number, cost: number) =>
        `${left} points are left of its budget, too few for ${cost}`,
      afterLast: 'A campaign before it is the last one to apply',
    },
  },
};
