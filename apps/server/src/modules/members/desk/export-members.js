import { regionName } from '@mashang/contract/region-tree';
import { momentCell, sendList } from '../../../platform/send-list.ts';
import { listMembers } from './list-members.ts';
const kinds = { consumer: ['消费者', 'Consumer'], chef: ['厨师', 'Chef'] };
const statuses = { active: ['正常', 'Active'], frozen: ['已冻结', 'Frozen'] };
const origins = {
    wechat: ['微信', 'WeChat'],
    web: ['网页', 'Web'],
    staff: ['人工新增', 'Added by staff'],
    import: ['批量导入', 'Imported'],
};
const columns = [
    { zh: '会员编号', en: 'Member', cell: (row) => row.memberId },
    { zh: '姓名', en: 'Name', cell: (row) => row.name },
    { zh: '手机号', en: 'Mobile', cell: (row) => row.mobileMasked },
    { zh: '类型', en: 'Kind', cell: (row, language) => inWords(kinds[row.kind], language) },
    { zh: '门店', en: 'Shop', cell: (row) => row.shopName },
    { zh: '地区', en: 'Region', cell: (row) => (row.regionCode ? regionName(row.regionCode) : '') },
    { zh: '标签', en: 'Tags', cell: (row) => row.tags.join(';') },
    { zh: '积分余额', en: 'Balance', cell: (row) => row.balance },
    { zh: '状态', en: 'Status', cell: (row, language) => inWords(statuses[row.status], language) },
    { zh: '来源', en: 'Origin', cell: (row, language) => inWords(origins[row.origin], language) },
    { zh: '已绑定微信', en: 'In WeChat', cell: (row, language) => yesOrNo(row.inWechat, language) },
    { zh: '注册时间', en: 'Registered', cell: (row) => momentCell(row.createdAt) },
];
/** Sends the list as a file. Numbers are masked, and WeChat identities left out. */
export async function exportMembers(tools, exchange, file) {
    const { filter, ...rest } = file;
    await sendList(exchange, {
        ...rest,
        name: { zh: '会员', en: 'members' },
        columns,
        readPage: (page) => listMembers(tools, filter, page),
    });
}
function inWords([zh, en], language) {
    return language === 'zh' ? zh : en;
}
function yesOrNo(value, language) {
    return inWords(value ? ['是', 'Yes'] : ['否', 'No'], language);
}
