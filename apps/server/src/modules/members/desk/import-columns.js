/** The columns a file of members may have, in the order of the template. */
export const importColumns = [
    'mobile',
    'name',
    'kind',
    'shop',
    'region',
    'tags',
    'remark',
];
export const columnHeadings = {
    mobile: { zh: '手机号', en: 'mobile' },
    name: { zh: '姓名', en: 'name' },
    kind: { zh: '类型', en: 'kind' },
    shop: { zh: '门店', en: 'shop' },
    region: { zh: '地区', en: 'region' },
    tags: { zh: '标签', en: 'tags' },
    remark: { zh: '备注', en: 'remark' },
};
/** What people call them besides. */
const otherHeadings = {
    mobile: ['手机', '手机号码', '电话', '电话号码', '联系电话', 'phone', 'mobilenumber'],
    name: ['名字', '会员姓名', '会员名称', 'membername'],
    kind: ['会员类型', '身份', 'type', 'memberkind'],
    shop: ['门店名称', '餐厅', '门店/餐厅', '店名', '单位', 'restaurant', 'shopname'],
    region: ['所在地区', '省市', '城市', 'area', 'city'],
    tags: ['会员标签', 'tag'],
    remark: ['说明', 'note', 'remarks'],
};
const columnOf = new Map(importColumns.flatMap((column) => [columnHeadings[column].zh, columnHeadings[column].en, ...otherHeadings[column]].map((heading) => [heading, column])));
/** Where each column stands in the heading line; null when there are no numbers. */
export function findColumns(headings) {
    const positions = new Map();
    headings.forEach((heading, position) => {
        const column = columnOf.get(normalizeHeading(heading));
        if (column !== undefined && !positions.has(column))
            positions.set(column, position);
    });
    return positions.has('mobile') ? positions : null;
}
export function pickCells(row, positions) {
    const cells = {
        mobile: '',
        name: '',
        kind: '',
        shop: '',
        region: '',
        tags: '',
        remark: '',
    };
    for (const [column, position] of positions)
        cells[column] = row[position] ?? '';
    return cells;
}
/** Without blanks, stars of required fields and what stands in brackets behind. */
function normalizeHeading(heading) {
    return heading
        .normalize('NFKC')
        .replace(/[\s*_\p{C}]/gu, '')
        .replace(/\(.*\)$/, '')
        .toLowerCase();
}
