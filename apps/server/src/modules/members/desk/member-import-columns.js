import { momentCell } from '../../../platform/send-list.ts';
const states = {
    checking: { zh: '检查中', en: 'Checking' },
    checked: { zh: '待确认', en: 'Checked' },
    waiting: { zh: '等待写入', en: 'Waiting' },
    running: { zh: '写入中', en: 'Writing' },
    done: { zh: '已完成', en: 'Done' },
    cancelled: { zh: '已取消', en: 'Cancelled' },
    failed: { zh: '失败', en: 'Failed' },
};
/** The list of files of members, as a file itself. */
export const memberImportColumns = [
    { zh: '导入编号', en: 'Import', cell: (row) => row.memberImportId },
    { zh: '文件', en: 'File', cell: (row) => row.fileName },
    { zh: '状态', en: 'State', cell: (row, language) => states[row.state][language] },
    { zh: '读到', en: 'Rows', cell: (row) => row.rowsRead },
    { zh: '新增', en: 'New', cell: (row) => row.newCount },
    { zh: '更新', en: 'Known', cell: (row) => row.knownCount },
    { zh: '有误', en: 'Wrong', cell: (row) => row.wrongCount },
    { zh: '已写入', en: 'Written', cell: (row) => row.rowsWritten },
    { zh: '操作人', en: 'By', cell: (row) => row.staffName },
    { zh: '时间', en: 'Time', cell: (row) => momentCell(row.createdAt) },
];
