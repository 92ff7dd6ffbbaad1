import type { Appeal, AppealKind, AppealState } from '@mashang/contract';
import { momentCell, type ListColumn } from '../../platform/send-list.ts';

const kinds: Record<'zh' | 'en', Record<AppealKind, string>> = {
  zh: { alreadyClaimed: '码已被领取', refused: '扫码被拒绝', fake: '举报假货', other: '其他' },
  en: { alreadyClaimed: 'already claimed', refused: 'refused', fake: 'fake', other: 'other' },
};
const states: Record<'zh' | 'en', Record<AppealState, string>> = {
  zh: { open: '待处理', waitingApproval: '待复核', answered: '已答复', withdrawn: '已撤回' },
  en: {
    open: 'open',
    waitingApproval: 'to approve',
    answered: 'answered',
    withdrawn: 'withdrawn',
  },
};

/** Appeals as a file. */
export const appealColumns: ListColumn<Appeal>[] = [
  { zh: '申诉编号', en: 'id', cell: (line) => line.appealId },
  { zh: '提交时间', en: 'opened at', cell: (line) => momentCell(line.createdAt) },
  { zh: '状态', en: 'state', cell: (line, language) => states[language][line.state] },
  { zh: '类型', en: 'kind', cell: (line, language) => kinds[language][line.kind] },
  { zh: '会员编号', en: 'member', cell: (line) => line.memberId },
  { zh: '会员', en: 'member name', cell: (line) => line.memberName },
  { zh: '会员手机', en: 'member mobile', cell: (line) => line.mobileMasked },
  { zh: '说明', en: 'note', cell: (line) => line.note },
  { zh: '产品', en: 'product', cell: (line) => line.productName },
  { zh: '码', en: 'code', cell: (line) => line.codeRef },
  { zh: '照片', en: 'photos', cell: (line) => line.pictureCount },
  { zh: '待复核积分', en: 'proposed points', cell: (line) => line.proposedPoints },
  { zh: '补给积分', en: 'granted points', cell: (line) => line.grantedPoints },
  { zh: '答复', en: 'answer', cell: (line) => line.answer },
  { zh: '答复人', en: 'answered by', cell: (line) => line.answeredByName },
  { zh: '复核人', en: 'approved by', cell: (line) => line.approvedByName },
  { zh: '答复时间', en: 'answered at', cell: (line) => momentCell(line.answeredAt) },
];
